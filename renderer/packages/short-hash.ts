/** `9f2c 41d0 … 77ae`: enough to tell two apart at a glance. */
export function shortHash(hash: string): string {
  return `${hash.slice(0, 4)} ${hash.slice(4, 8)} … ${hash.slice(-4)}`;
}
