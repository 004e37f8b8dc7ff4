/** Closes a switch over a union: compiles only when every case is handled, throws when the types were lied to. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
}
