import { EventEmitter } from 'node:events';

/** Asked of any object by the language or a debugger, not by an app. */
const askedByTheLanguage = new Set(['then', 'toJSON']);

/** The app used a part of Electron that the stand-in has not got. */
export class MissingApiError extends Error {
  constructor(api: string) {
    super(
      `The stand-in for Electron has no ${api}. Add it to e2e/stand-in, or test this on Electron itself.`,
    );
    this.name = 'MissingApiError';
  }
}

/** The same object, but reading what it has not got throws with the name of that part of Electron's API. */
export function refuseMissing<T extends object>(name: string, present: T): T {
  return new Proxy(present, {
    get(target, key, receiver): unknown {
      if (typeof key === 'string' && !(key in target) && !askedByTheLanguage.has(key)) {
        throw new MissingApiError(`${name}.${key}`);
      }
      return Reflect.get(target, key, receiver);
    },
  });
}

/** An object of Electron's that throws for members it has not got. */
// oxlint-disable-next-line typescript/no-extraneous-class -- A base class: the constructor is all there is to share.
export class Guarded {
  constructor(name: string) {
    // Private fields of subclasses are set on what this returns, so they are found through the proxy.
    return refuseMissing(name, this);
  }
}

/**
 * An emitter of Electron's that throws for members and events it has not got. Listening to an event that never
 * comes would let a mistake pass in silence, so each class names those it emits and those that cannot happen here;
 * null for an emitter of names that the app chooses.
 */
export class GuardedEmitter extends EventEmitter {
  constructor(name: string, events: readonly string[] | null) {
    super();
    if (events !== null) {
      const known = new Set<string | symbol>([...events, 'newListener', 'removeListener', 'error']);
      this.on('newListener', (event: string | symbol) => {
        if (!known.has(event)) throw new MissingApiError(`${name}.on('${String(event)}')`);
      });
    }
    // As above.
    return refuseMissing(name, this);
  }
}
