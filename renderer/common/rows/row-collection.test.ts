import { describe, expect, it } from 'vitest';
import { RowCollection } from './row-collection.ts';

const columns = [
  { id: 'name', heading: 'Name', width: '1fr', cell: () => null },
  { id: 'size', heading: 'Size', width: '80px', allowsSorting: true, cell: () => null },
];
const names = {
  keyOf: ({ id }: { readonly id: string }) => id,
  textOf: ({ id }: { readonly id: string }) => `text of ${id}`,
};

function rowsOf(...ids: readonly string[]): RowCollection<{ readonly id: string }> {
  return new RowCollection(
    ids.map((id) => ({ id })),
    columns,
    names,
  );
}

describe('rows of a table', () => {
  it('are gone through from the first to the last, and back', () => {
    const collection = rowsOf('a', 'b', 'c');
    expect(collection.getFirstKey()).toBe('a');
    expect(collection.getKeyAfter('a')).toBe('b');
    expect(collection.getKeyAfter('c')).toBeNull();
    expect(collection.getKeyBefore('c')).toBe('b');
    expect(collection.getLastKey()).toBe('c');
    expect([...collection].map(({ key, textValue }) => [key, textValue])).toEqual([
      ['a', 'text of a'],
      ['b', 'text of b'],
      ['c', 'text of c'],
    ]);
  });

  it('have cells that know their row, their column and their neighbours', () => {
    const collection = rowsOf('a', 'b');
    const [name, size] = [...collection.getChildren('b')];
    expect(name).toMatchObject({ parentKey: 'b', index: 0, prevKey: null, nextKey: size?.key });
    expect(size).toMatchObject({ parentKey: 'b', index: 1, prevKey: name?.key, nextKey: null });
    expect(size?.column?.key).toBe('size');
    expect(collection.getItem(size?.key ?? '')).toEqual(size);
    expect(collection.positionOf(size?.key ?? '')).toBe(1);
  });

  it('may be called as a column is, or as nothing else', () => {
    const collection = rowsOf('size', '', '0');
    expect(collection.getItem('size')).toMatchObject({ type: 'item', index: 0 });
    expect(collection.getItem('')).toMatchObject({ type: 'item', index: 1 });
    expect(collection.getItem('name')).toMatchObject({ type: 'column' });
    expect(collection.getItem('gone')).toBeNull();
    expect(collection.positionOf('gone')).toBeNull();
  });

  it('know which headings can be sorted by', () => {
    expect(rowsOf().columns.map(({ props }: { props?: unknown }) => props)).toEqual([
      { allowsSorting: false },
      { allowsSorting: true },
    ]);
    expect(rowsOf().getFirstKey()).toBeNull();
  });
});
