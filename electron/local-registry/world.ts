import { z } from 'zod';
import type { Accounts } from './accounts.ts';
import type { Repositories } from './repositories.ts';
import { parseScopes } from './scopes.ts';
import { hashPassword } from './secrets.ts';
import type { Tokens } from './tokens.ts';

const Visibility = z.enum(['public', 'limited', 'private']);

const User = z.object({
  admin: z.boolean().default(false),
  restricted: z.boolean().default(false),
  active: z.boolean().default(true),
  prohibit_login: z.boolean().default(false),
  must_change_password: z.boolean().default(false),
  visibility: Visibility.default('public'),
  /** The base32 secret of a second factor. */
  totp: z.string().nullable().default(null),
  email: z.string().optional(),
  login_name: z.string().default(''),
});

const Organization = z.object({
  visibility: Visibility.default('public'),
  owner: z.string(),
  teams: z
    .record(
      z.string(),
      z.object({
        packages: z.enum(['read', 'write', 'admin', 'owner']).nullable().default(null),
        members: z.array(z.string()).default([]),
      }),
    )
    .default({}),
});

/**
 * Who is there: users, organizations with their teams, repositories and access tokens. The form is that of the
 * recordings' `world.json`; what else such a file holds is passed over.
 */
export const World = z.object({
  /** The password of every user; without it nobody signs in by password. */
  password: z.string().optional(),
  users: z.record(z.string(), User),
  orgs: z.record(z.string(), Organization).default({}),
  repos: z.record(z.string(), z.object({ private: z.boolean().default(false) })).default({}),
  tokens: z
    .record(
      z.string(),
      z.object({
        user: z.string(),
        scopes: z.array(z.string()),
        /** A fixed secret; without it a new one is drawn at each start. */
        secret: z.string().optional(),
      }),
    )
    .default({}),
});

export type World = z.infer<typeof World>;

/** Where the world is written to. */
export interface WorldTarget {
  readonly accounts: Accounts;
  readonly repositories: Repositories;
  readonly tokens: Tokens;
  now(): number;
}

function existing(target: WorldTarget, name: string): number {
  const account = target.accounts.find(name);
  if (account === null) throw new Error(`The world names ${name}, who is not in it.`);
  return account.id;
}

function makeUsers(target: WorldTarget, world: World): void {
  const missing = Object.entries(world.users).filter(([name]) => target.accounts.find(name) === null);
  if (missing.length === 0) return;
  const passwordHash = world.password === undefined ? null : hashPassword(world.password);
  for (const [name, user] of missing) {
    target.accounts.create(
      {
        kind: 'user',
        name,
        email: user.email ?? `${name}@example.com`,
        login_name: user.login_name,
        visibility: user.visibility,
        password_hash: passwordHash,
        passcode_secret: user.totp,
        is_admin: user.admin,
        is_restricted: user.restricted,
        is_active: user.active,
        prohibit_login: user.prohibit_login,
        must_change_password: user.must_change_password,
      },
      target.now(),
    );
  }
}

function makeOrganizations(target: WorldTarget, world: World): void {
  const { accounts } = target;
  for (const [name, organization] of Object.entries(world.orgs)) {
    const { visibility } = organization;
    if (accounts.find(name) !== null) continue;
    const { id } = accounts.create({ kind: 'organization', name, visibility }, target.now());
    accounts.addTeamMember(accounts.setTeam(id, 'Owners', 'owner'), existing(target, organization.owner));
    for (const [teamName, team] of Object.entries(organization.teams)) {
      const teamId = accounts.setTeam(id, teamName, team.packages === 'admin' ? 'write' : team.packages);
      for (const member of team.members) accounts.addTeamMember(teamId, existing(target, member));
    }
  }
}

function makeRepositories(target: WorldTarget, world: World): void {
  for (const [fullName, repository] of Object.entries(world.repos)) {
    const [owner = '', name = ''] = fullName.split('/');
    const ownerId = existing(target, owner);
    if (target.repositories.find(ownerId, name) !== null) continue;
    target.repositories.create(ownerId, name, repository.private, target.now());
  }
}

/** Makes everybody of the world who is not there yet; who is there stays as he is. */
export function populate(target: WorldTarget, world: World): void {
  makeUsers(target, world);
  makeOrganizations(target, world);
  makeRepositories(target, world);
}

/** Gives every token of the world a secret, a new one unless the world fixes it. Answers the secrets by token name. */
export function issueTokens(target: WorldTarget, world: World): ReadonlyMap<string, string> {
  const secrets = new Map<string, string>();
  for (const [name, { user, scopes, secret }] of Object.entries(world.tokens)) {
    const parsed = parseScopes(scopes);
    if ('unknown' in parsed) throw new Error(`The token ${name} has the unknown scope ${parsed.unknown}.`);
    const issued = target.tokens.issue(existing(target, user), name, parsed, target.now(), secret);
    secrets.set(name, issued.secret);
  }
  return secrets;
}
