import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const Body = z.union([
  z.object({ text: z.string() }),
  z.object({ base64: z.string() }),
  z.object({ repeat: z.string(), count: z.number() }),
]);

const RecordedRequest = z.object({
  method: z.string(),
  path: z.string(),
  headers: z.record(z.string(), z.string()).default({}),
  body: Body.optional(),
  cut_after: z.number().optional(),
});

/** What a recorded client sent. `path` holds exactly the bytes of the request line. */
export type RecordedRequest = z.infer<typeof RecordedRequest>;

const RecordedResponse = z.object({
  none: z.boolean().default(false),
  status: z.number().optional(),
  continued: z.boolean().optional(),
  headers: z.record(z.string(), z.string()).default({}),
  json: z.json().optional(),
  text: z.string().optional(),
  html: z.boolean().optional(),
  bytes: z.object({ length: z.number(), sha256: z.string() }).optional(),
});

/** What the recorded server answered; what is not listed was not looked at. */
export type RecordedResponse = z.infer<typeof RecordedResponse>;

const common = {
  note: z.string().default(''),
  as: z.string().nullable().default(null),
  clock: z.string().optional(),
};
const Step = z.union([
  z.object({
    ...common,
    aside: z.boolean().default(false),
    request: RecordedRequest,
    response: RecordedResponse,
  }),
  z.object({
    ...common,
    parallel: z.array(RecordedRequest),
    outcome: z.record(z.string(), z.number()),
  }),
]);

/** A request with its answer, or several at the same moment with how many answers had which status. */
export type Step = z.infer<typeof Step>;

const Scenario = z.object({
  scenario: z.string(),
  server: z.object({ version: z.string() }),
  config: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  settings: z.record(z.string(), z.unknown()).default({}),
  sub_path: z.string().default(''),
  steps: z.array(Step),
});

/** A recorded scenario: its steps build on each other and go in order. */
export type Scenario = z.infer<typeof Scenario>;

const RecordedWorld = z.looseObject({
  password: z.string().optional(),
  identities: z.record(z.string(), z.string().nullable()),
  objects: z.record(z.string(), z.record(z.string(), z.json())),
  users: z.record(z.string(), z.record(z.string(), z.json())),
});

/** The state that every scenario of a server starts from. */
export type RecordedWorld = z.infer<typeof RecordedWorld>;

/** The recordings of one server. */
export interface Recordings {
  readonly name: string;
  readonly world: RecordedWorld;
  readonly scenarios: readonly Scenario[];
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function parseFile<T>(schema: z.ZodType<T>, path: string): T {
  const { success, data, error } = schema.safeParse(readJson(path));
  if (!success) throw new Error(`${path} is no recording: ${z.prettifyError(error)}`);
  return data;
}

/**
 * Reads the recordings below a folder: either it holds `world.json` and scenarios, or it has one such folder for each
 * server. Throws when there is none, or when a file is no recording.
 */
export function readRecordings(directory: string): readonly Recordings[] {
  const folders = existsSync(join(directory, 'world.json'))
    ? [directory]
    : readdirSync(directory, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && existsSync(join(directory, entry.name, 'world.json')))
        .map((entry) => join(directory, entry.name));
  if (folders.length === 0) throw new Error(`There are no recordings in ${directory}.`);
  return folders.map((folder) => ({
    name: folder.split(/[\\/]/).findLast((part) => part !== '') ?? folder,
    world: parseFile(RecordedWorld, join(folder, 'world.json')),
    scenarios: readdirSync(folder)
      .filter((name) => name.endsWith('.json') && name !== 'world.json')
      .sort()
      .map((name) => parseFile(Scenario, join(folder, name))),
  }));
}

/** The bytes of a recorded body. */
export function bodyBytes(body: RecordedRequest['body']): Buffer {
  if (body === undefined) return Buffer.alloc(0);
  if ('text' in body) return Buffer.from(body.text, 'utf8');
  if ('base64' in body) return Buffer.from(body.base64, 'base64');
  return Buffer.from(body.repeat.repeat(body.count), 'utf8');
}
