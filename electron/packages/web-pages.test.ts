import { describe, expect, it } from 'vitest';
import type { WebTarget } from '../../shared/package.ts';
import { webPage } from './web-pages.ts';

const root = 'https://git.example.org/sub';

function packagePage(changes: object): WebTarget {
  const coordinates = { owner: 'crew', packageName: 'Kettle', version: '1.0-RC', ...changes };
  return { kind: 'package', type: 'generic', coordinates };
}

describe('pages of the server', () => {
  it.each<[WebTarget, string]>([
    [{ kind: 'owner', owner: 'crew' }, '/crew/-/packages'],
    [packagePage({}), '/crew/-/packages/generic/kettle/1.0-rc'],
    [packagePage({ version: 'a/b?c#d' }), '/crew/-/packages/generic/kettle/a%2Fb%3Fc%23d'],
    [{ kind: 'repository', repository: 'crew/tea' }, '/crew/tea'],
    [{ kind: 'token-settings' }, '/user/settings/applications'],
  ])('%j', (target, path) => {
    expect(webPage(root, target)).toEqual({ ok: true, value: `${root}${path}` });
  });

  it.each<WebTarget>([
    packagePage({ version: '..' }),
    packagePage({ version: '.' }),
    packagePage({ owner: '' }),
    packagePage({ version: '\ud800' }),
    { kind: 'repository', repository: '../..' },
    { kind: 'owner', owner: '..' },
  ])('are not made of %j', (target) => {
    expect(webPage(root, target)).toEqual({ ok: false, failure: { reason: 'invalid-request' } });
  });

  it('are never on another server, and never anything but web pages', () => {
    expect(webPage('javascript:alert(1)//x', { kind: 'token-settings' }).ok).toBe(false);
    expect(webPage(root, { kind: 'owner', owner: '//evil.invalid' })).toEqual({
      ok: true,
      value: `${root}/%2F%2Fevil.invalid/-/packages`,
    });
  });
});
