import type { ITableCollection, Key } from 'react-stately';
import type { TableColumn, TableNode } from '../table/table-column.ts';

/** How rows are told apart, and what they are found by when one types. */
export interface RowNames<Row> {
  readonly keyOf: (row: Row) => string;
  readonly textOf: (row: Row) => string;
}

/**
 * Rows and columns as the table's keyboard, selection and screen reader support ask for them. A row's node is made when
 * it is asked for, so that a table of 100,000 rows costs no more to make than their keys. The first column names the row; a list has none.
 */
export class RowCollection<Row extends object> implements ITableCollection<Row> {
  readonly columns: TableNode<Row>[];
  readonly head: TableNode<Row>;
  readonly headerRows: TableNode<Row>[];
  readonly rowHeaderColumnKeys: Set<Key>;
  readonly body: TableNode<Row>;
  readonly columnCount: number;
  readonly #values: readonly Row[];
  readonly #names: RowNames<Row>;
  readonly #keys: readonly string[];
  readonly #positions: ReadonlyMap<Key, number>;
  /** The nodes that were asked for. */
  readonly #nodes = new Map<number, TableNode<Row>>();

  constructor(values: readonly Row[], columns: readonly TableColumn<Row>[], names: RowNames<Row>) {
    this.#values = values;
    this.#names = names;
    this.#keys = values.map(names.keyOf);
    this.#positions = new Map(this.#keys.map((key, position) => [key, position]));
    this.columnCount = columns.length;
    this.columns = columns.map(({ id, heading, allowsSorting = false }, index) => ({
      ...emptyNode('column', id, index),
      textValue: heading,
      props: { allowsSorting },
      parentKey: 'headings',
      prevKey: columns[index - 1]?.id ?? null,
      nextKey: columns[index + 1]?.id ?? null,
      childNodes: [],
    }));
    this.head = { ...emptyNode<Row>('headerrow', 'headings', 0), childNodes: this.columns };
    this.headerRows = [this.head];
    this.body = { ...emptyNode<Row>('body', 'rows', 0), childNodes: this };
    this.rowHeaderColumnKeys = new Set(columns.slice(0, 1).map(({ id }) => id));
  }

  get size(): number {
    return this.#values.length;
  }

  get rows(): TableNode<Row>[] {
    return [...this];
  }

  *[Symbol.iterator](): IterableIterator<TableNode<Row>> {
    for (let position = 0; position < this.size; position += 1) {
      const row = this.at(position);
      if (row !== null) yield row;
    }
  }

  getKeys(): Iterable<Key> {
    return this.#keys;
  }

  /** Where the row of a key stands, be it the row's own or that of one of its cells. */
  positionOf(key: Key): number | null {
    return this.#positions.get(key) ?? this.#positions.get(cellPlace(key)?.rowKey ?? key) ?? null;
  }

  /** The same node each time. */
  at(position: number): TableNode<Row> | null {
    const known = this.#nodes.get(position);
    if (known !== undefined) return known;
    const value = this.#values[position];
    const key = this.#keys[position];
    if (value === undefined || key === undefined) return null;
    const cells = () => this.getChildren(key);
    const node: TableNode<Row> = {
      ...emptyNode<Row>('item', key, position),
      value,
      textValue: this.#names.textOf(value),
      hasChildNodes: true,
      parentKey: this.body.key,
      prevKey: this.#keys[position - 1] ?? null,
      nextKey: this.#keys[position + 1] ?? null,
      get childNodes() {
        return cells();
      },
    };
    this.#nodes.set(position, node);
    return node;
  }

  getItem(key: Key): TableNode<Row> | null {
    const position = this.#positions.get(key);
    if (position !== undefined) return this.at(position);
    const cell = cellPlace(key);
    if (cell !== null && this.#positions.has(cell.rowKey)) return this.#cell(cell.rowKey, cell.index);
    return this.columns.find((column) => column.key === key) ?? null;
  }

  getChildren(key: Key): Iterable<TableNode<Row>> {
    if (this.#positions.has(key)) return this.columns.map((_, index) => this.#cell(String(key), index));
    if (key === this.body.key) return this;
    return this.headerRows.find((row) => row.key === key)?.childNodes ?? [];
  }

  getKeyBefore(key: Key): Key | null {
    return this.getItem(key)?.prevKey ?? null;
  }

  getKeyAfter(key: Key): Key | null {
    return this.getItem(key)?.nextKey ?? null;
  }

  getFirstKey(): Key | null {
    return this.#keys[0] ?? null;
  }

  getLastKey(): Key | null {
    return this.#keys.at(-1) ?? null;
  }

  #cell(rowKey: string, index: number): TableNode<Row> {
    const column = this.columns[index];
    return {
      ...emptyNode<Row>('cell', cellKey(rowKey, index), index),
      colIndex: index,
      level: 1,
      parentKey: rowKey,
      prevKey: index === 0 ? null : cellKey(rowKey, index - 1),
      nextKey: index + 1 === this.columnCount ? null : cellKey(rowKey, index + 1),
      childNodes: [],
      ...(column !== undefined && { column }),
    };
  }
}

/** In no name that a server takes. Keys become selectors of CSS, which could not find U+0000. */
const separator = '\u001F';

function cellKey(rowKey: string, index: number): string {
  return `${rowKey}${separator}${index}`;
}

function cellPlace(key: Key): { readonly rowKey: string; readonly index: number } | null {
  const [rowKey, index, ...more] = String(key).split(separator);
  return rowKey === undefined || index === undefined || more.length > 0
    ? null
    : { rowKey, index: Number(index) };
}

function emptyNode<Row>(type: string, key: string, index: number): Omit<TableNode<Row>, 'childNodes'> {
  return {
    type,
    key,
    index,
    value: null,
    level: 0,
    hasChildNodes: false,
    rendered: null,
    textValue: '',
    props: {},
  };
}
