// oxlint-disable unicorn/consistent-function-scoping -- What is sent as its own text can use nothing outside itself.

/** Turns what structured clone takes, save host objects, into text and back. */
export interface Wire {
  /** Throws a DOMException named DataCloneError for what Electron would refuse to send. */
  encode(value: unknown): string;
  decode(text: string): unknown;
}

/**
 * Used by both sides: in Node as it is, in the page as its own source text. So it may use nothing from outside
 * itself and nothing that only one side has.
 *
 * The text is JSON: a list of nodes that name each other by index, so that cycles and shared objects survive; the
 * first node is the value.
 */
export function createWire(): Wire {
  type Node = readonly [kind: string, ...content: unknown[]];
  const views = [
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
    DataView,
  ];
  const errors = [EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError];

  function toBase64(buffer: ArrayBuffer): string {
    let text = '';
    const bytes = new Uint8Array(buffer);
    for (let start = 0; start < bytes.length; start += 0x8000) {
      text += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
    }
    return btoa(text);
  }

  function refuse(): never {
    throw new DOMException('An object could not be cloned.', 'DataCloneError');
  }

  function encode(value: unknown): string {
    const nodes: Node[] = [];
    const seen = new Map<unknown, number>();

    function pairs(object: object): unknown[] {
      return Object.entries(object).flatMap(([key, item]) => [key, add(item)]);
    }

    function ofObject(object: object): Node {
      if (Array.isArray(object)) return ['array', ...object.map(add)];
      if (object instanceof Date) return ['date', object.getTime()];
      if (object instanceof RegExp) return ['regexp', object.source, object.flags];
      if (object instanceof Map)
        return ['map', ...[...object].flatMap(([key, item]) => [add(key), add(item)])];
      if (object instanceof Set) return ['set', ...[...object].map(add)];
      if (object instanceof Error) return ['error', object.name, object.message, object.stack];
      if (object instanceof ArrayBuffer) return ['buffer', toBase64(object)];
      if (ArrayBuffer.isView(object)) {
        const type = views.findIndex((view) => object instanceof view);
        const length =
          object instanceof DataView ? object.byteLength : 'length' in object ? object.length : 0;
        return ['view', type, add(object.buffer), object.byteOffset, length];
      }
      return Object.getPrototypeOf(object) === Object.prototype ? ['object', ...pairs(object)] : refuse();
    }

    function ofPrimitive(item: unknown): Node {
      if (item === undefined) return ['undefined'];
      if (typeof item === 'bigint') return ['bigint', String(item)];
      if (typeof item === 'number' && (!Number.isFinite(item) || Object.is(item, -0))) {
        return ['number', Object.is(item, -0) ? '-0' : String(item)];
      }
      return ['plain', item];
    }

    function add(item: unknown): number {
      const known = seen.get(item);
      if (known !== undefined) return known;
      const index = nodes.length;
      const isObject = typeof item === 'object' && item !== null;
      nodes.push(['unfinished']);
      if (isObject) seen.set(item, index);
      nodes[index] = isObject ? ofObject(item) : ofPrimitive(item);
      return index;
    }

    // The engine itself refuses what cannot be cloned and makes plain objects of instances.
    add(structuredClone(value));
    return JSON.stringify(nodes);
  }

  function decode(text: string): unknown {
    const nodes: Node[] = JSON.parse(text);
    const made = new Map<number, unknown>();

    function makeError(name: string, message: string): Error {
      const type = errors.find((candidate) => candidate.name === name) ?? Error;
      return new type(message);
    }

    function make(reference: unknown): unknown {
      const index = Number(reference);
      if (made.has(index)) return made.get(index);
      const [kind, ...content] = nodes[index] ?? ['undefined'];
      const keep = <T>(item: T): T => {
        made.set(index, item);
        return item;
      };
      const [first, second, third, fourth] = content;
      switch (kind) {
        case 'plain':
          return first;
        case 'bigint':
          return BigInt(String(first));
        case 'number':
          return Number(first);
        case 'date':
          return keep(new Date(Number(first)));
        case 'regexp':
          return keep(new RegExp(String(first), String(second)));
        case 'error': {
          const error = keep(makeError(String(first), String(second)));
          error.stack = String(third);
          return error;
        }
        case 'buffer':
          return keep(Uint8Array.from(atob(String(first)), (letter) => letter.charCodeAt(0)).buffer);
        case 'view': {
          const type = views[Number(first)];
          const buffer = make(second);
          if (type === undefined || !(buffer instanceof ArrayBuffer)) return undefined;
          return keep(Reflect.construct(type, [buffer, Number(third), Number(fourth)]));
        }
        case 'array': {
          const array = keep<unknown[]>([]);
          for (const item of content) array.push(make(item));
          return array;
        }
        case 'set': {
          const set = keep(new Set<unknown>());
          for (const item of content) set.add(make(item));
          return set;
        }
        case 'map': {
          const map = keep(new Map<unknown, unknown>());
          for (let at = 0; at < content.length; at += 2) map.set(make(content[at]), make(content[at + 1]));
          return map;
        }
        case 'object': {
          const object = keep<Record<string, unknown>>({});
          for (let at = 0; at < content.length; at += 2) {
            Object.defineProperty(object, String(content[at]), {
              value: make(content[at + 1]),
              writable: true,
              enumerable: true,
              configurable: true,
            });
          }
          return object;
        }
        default:
          return undefined;
      }
    }

    return make(0);
  }

  return { encode, decode };
}
