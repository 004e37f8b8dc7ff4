import { expect, it } from 'vitest';
import { RegistryClient } from './registry-client.ts';
import { ScriptedServer, sendJson } from './testing/scripted-server.ts';

it('a hundred questions at once share a few connections, and all are answered', async () => {
  const ports = new Set<number | undefined>();
  await using server = await ScriptedServer.start((request, response) => {
    ports.add(request.socket.remotePort);
    sendJson(response, { version: '1.26.4' });
  });
  const client = new RegistryClient({ serverUrl: server.url, credential: null });
  const answers = await Promise.all(Array.from({ length: 100 }, () => client.getServerVersion()));
  client.destroy();
  expect(answers).toEqual(Array.from({ length: 100 }, () => ({ ok: true, value: '1.26.4' })));
  expect(ports.size).toBeLessThanOrEqual(16);
});
