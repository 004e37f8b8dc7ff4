/** Joins the class names that apply. CSS Modules answer `undefined` for a class they do not hold. */
export function classNames(...names: readonly (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}
