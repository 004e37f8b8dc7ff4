import { assertNever } from '../../shared/assert-never.ts';
import {
  type Answer,
  apiError,
  htmlPage,
  json,
  layerText,
  methodNotAllowed,
  pageNotFound,
} from './answer.ts';
import type { Call } from './call.ts';
import { type Claim, identify, nobody, type Visitor } from './credentials.ts';
import { queryText } from './query.ts';
import type { Registry } from './registry.ts';
import type { RequestTarget } from './request-target.ts';
import { findRoute, type Route } from './router.ts';
import { accountRoutes } from './routes/account-routes.ts';
import { organizationRoutes } from './routes/organization-routes.ts';
import { notFound } from './routes/owners.ts';
import { packageRoutes } from './routes/package-routes.ts';
import { registryRoutes } from './routes/registry-routes.ts';
import { pageRoutes, serverRoutes } from './routes/server-routes.ts';
import { tokenRoutes } from './routes/token-routes.ts';

/** A request before it is known who asks and which route it takes. */
export interface Request {
  readonly method: string;
  readonly target: RequestTarget;
  header(name: string): string;
  body(): AsyncIterable<Buffer>;
}

const queryTokenWarning =
  'token and access_token API authentication is deprecated and will be removed in gitea 1.23. Please use AuthorizationHeaderToken instead. Existing queries will continue to work but without authorization.';

const apiHeaders = {
  'cache-control': 'max-age=0, private, must-revalidate, no-transform',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
};

function routesOf(registry: Registry): { api: readonly Route[]; registry: readonly Route[] } {
  const { dialect } = registry;
  return {
    api: [
      ...serverRoutes,
      ...accountRoutes,
      ...organizationRoutes,
      ...tokenRoutes,
      ...packageRoutes(dialect.hasPackageEndpoints),
    ],
    registry: registryRoutes(dialect.answersHead),
  };
}

function claimOf(request: Request): Claim {
  return {
    authorization: request.header('authorization'),
    passcode: request.header('x-gitea-otp'),
    query: request.target.query,
  };
}

/** Answers requests: finds out who asks, then which route it is. One for a registry. */
export class Dispatcher {
  readonly #registry: Registry;
  readonly #routes: { api: readonly Route[]; registry: readonly Route[] };

  constructor(registry: Registry) {
    this.#registry = registry;
    this.#routes = routesOf(registry);
  }

  /** Answers a request to API, registry or pages. */
  answer(request: Request): Answer | Promise<Answer> {
    const [first, second] = request.target.segments;
    const isHealth = first === 'api' && second === 'healthz';
    if (this.#registry.settings.maintenance && !isHealth) return this.#maintenance(request);
    if (first === 'api' && second === 'v1') return this.#answerApi(request);
    if (first === 'api' && second === 'packages' && this.#registry.settings.packagesEnabled) {
      return this.#answerRegistry(request);
    }
    return this.#answerPage(request);
  }

  /** Everything is closed, for site admins too [14-maintenance]. */
  #maintenance(request: Request): Answer {
    return request.header('accept').includes('text/html')
      ? htmlPage(503, 'Service Unavailable')
      : layerText(503, 'Service Unavailable');
  }

  #call(request: Request, visitor: Visitor, parameters: ReadonlyMap<string, string>): Call {
    return {
      ...request,
      registry: this.#registry,
      visitor,
      header: (name) => request.header(name),
      body: () => request.body(),
      parameter(name) {
        const value = parameters.get(name);
        if (value === undefined) throw new Error(`The route has no {${name}}.`);
        return value;
      },
    };
  }

  #follow(
    request: Request,
    routes: readonly Route[],
    visitor: Visitor,
    nothing: (call: Call) => Answer,
  ): Answer | Promise<Answer> {
    const segments = request.target.segments.length === 0 ? [''] : request.target.segments;
    const match = findRoute(routes, request.method, segments);
    switch (match.kind) {
      case 'handler':
        return match.handle(this.#call(request, visitor, match.parameters));
      case 'method-not-allowed':
        return methodNotAllowed(match.allowed);
      case 'nothing':
        return nothing(this.#call(request, visitor, new Map()));
      default:
        return assertNever(match);
    }
  }

  async #answerApi(request: Request): Promise<Answer> {
    const { query } = request.target;
    const withToken = queryText(query, 'token') !== '' || queryText(query, 'access_token') !== '';
    const answer = await this.#apiAnswer(request);
    const warning: Record<string, string> = withToken ? { 'x-gitea-warning': queryTokenWarning } : {};
    return { ...answer, headers: { ...apiHeaders, ...warning, ...answer.headers } };
  }

  #apiAnswer(request: Request): Answer | Promise<Answer> {
    const registry = this.#registry;
    const identification = identify(registry, claimOf(request));
    if (identification.kind === 'refused') {
      return apiError(401, registry.dialect.apiBadCredentials(identification.problem), registry.baseUrl);
    }
    const visitor = identification.kind === 'visitor' ? identification.visitor : nobody;
    return this.#apiState(visitor) ?? this.#follow(request, this.#routes.api, visitor, () => pageNotFound);
  }

  /** What the state of an account or of the server forbids on the whole API [01-accounts, 10-sign-in-required]. */
  #apiState(visitor: Visitor): Answer | null {
    const { account } = visitor;
    const { settings, baseUrl } = this.#registry;
    if (account === null) {
      return settings.signInRequired
        ? json(403, { message: 'Only signed in user is allowed to call APIs.' })
        : null;
    }
    if (!account.isActive || account.prohibitLogin) {
      return json(403, {
        message: 'This account is prohibited from signing in, please contact your site administrator.',
      });
    }
    return account.mustChangePassword
      ? json(403, {
          message: `You must change your password. Change it at: ${baseUrl}//user/change_password`,
        })
      : null;
  }

  #answerRegistry(request: Request): Answer | Promise<Answer> {
    const identification = identify(this.#registry, claimOf(request));
    if (identification.kind !== 'visitor') {
      return layerText(401, this.#registry.dialect.registryBadCredentials);
    }
    return this.#follow(request, this.#routes.registry, identification.visitor, () => pageNotFound);
  }

  #answerPage(request: Request): Answer | Promise<Answer> {
    return this.#follow(request, pageRoutes, nobody, notFound);
  }
}
