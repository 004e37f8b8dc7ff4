import { describe, expect, it } from 'vitest';
import { credentialOf, isPlainHttp, problemsOf } from './account-form.ts';

const form = { address: 'git.example.org', method: 'token', token: '', userName: '', password: '' } as const;

describe('the account form', () => {
  it('asks for what is missing, and only for what the chosen way of signing in needs', () => {
    expect(problemsOf({ ...form, address: ' ' })).toEqual({
      address: 'Type the address of the server.',
      token: 'Paste the token here.',
      userName: null,
      password: null,
    });
    expect(problemsOf({ ...form, method: 'password' })).toEqual({
      address: null,
      token: null,
      userName: 'Type your user name.',
      password: 'Type your password.',
    });
  });

  it('takes a token with blanks around it, not one with blanks inside', () => {
    expect(problemsOf({ ...form, token: ' abc123\n' }).token).toBeNull();
    expect(credentialOf({ ...form, token: ' abc123\n' })).toEqual({ kind: 'token', token: 'abc123' });
    expect(problemsOf({ ...form, token: 'abc 123' }).token).toMatch(/one word/);
    expect(problemsOf({ ...form, token: 'tökén' }).token).toMatch(/one word/);
  });

  it('keeps a password as it was typed', () => {
    expect(credentialOf({ ...form, method: 'password', userName: ' ada ', password: ' x ' })).toEqual({
      kind: 'password',
      userName: 'ada',
      password: ' x ',
    });
  });

  it.each([
    ['http://git.example.org', true],
    [' HTTP://10.0.0.5:3000/git', true],
    ['https://git.example.org', false],
    ['git.example.org', false],
    ['http://localhost:3000', false],
    ['http://127.0.0.1:3000', false],
    ['http://[::1]:3000/', false],
    ['http://localhost.example.org', true],
  ])('warns of %s: %s', (address, expected) => {
    expect(isPlainHttp(address)).toBe(expected);
  });
});
