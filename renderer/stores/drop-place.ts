import { create } from 'zustand';

/** A package of the list, or a version of it, that files are meant for. */
export interface DropPlace {
  readonly packageName: string;
  readonly version: string | null;
}

/** Where in the window files are held while they are dragged; null over nothing in particular. */
export const useDropPlace = create<{ readonly place: DropPlace | null }>()(() => ({ place: null }));

export function holdOver(place: DropPlace | null): void {
  useDropPlace.setState(({ place: before }) => (isSamePlace(before, place) ? {} : { place }));
}

/** What makes an element a place to drop files on. */
export function dropPlaceAttributes({ packageName, version }: DropPlace) {
  return { 'data-drop-package': packageName, ...(version !== null && { 'data-drop-version': version }) };
}

/** The place that an element belongs to. */
export function dropPlaceOf(target: EventTarget | null): DropPlace | null {
  const element = target instanceof Element ? target.closest<HTMLElement>('[data-drop-package]') : null;
  const { dropPackage, dropVersion } = element?.dataset ?? {};
  return dropPackage === undefined ? null : { packageName: dropPackage, version: dropVersion ?? null };
}

/** Whether files are held over this very place. */
export function useIsHeldOver(place: DropPlace | null): boolean {
  return useDropPlace((state) => place !== null && isSamePlace(state.place, place));
}

function isSamePlace(one: DropPlace | null, other: DropPlace | null): boolean {
  return one?.packageName === other?.packageName && one?.version === other?.version;
}
