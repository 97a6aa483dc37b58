import type { Request } from 'express';

/** What of Express's router is needed: its routes in order, each of which knows whether a path is its own. */
interface RouterLayer {
  readonly route?: { readonly methods: Readonly<Record<string, boolean>> };
  match(path: string): unknown;
}

/** Middleware stands under every method there is, this one included, which no operation has. */
const METHOD_OF_MIDDLEWARE = 'trace';

/** The methods under which the address of a request is known; empty where there is none, or the request's own is one. */
export function otherMethodsOf(request: Pick<Request, 'app' | 'path' | 'method'>): string[] {
  const { stack } = (request.app as unknown as { readonly router: { readonly stack: readonly RouterLayer[] } }).router;
  const methods = stack
    .flatMap((layer) => (layer.route !== undefined && layer.match(request.path) ? [layer.route.methods] : []))
    .filter((known) => known[METHOD_OF_MIDDLEWARE] !== true)
    .flatMap((known) => Object.keys(known).map((method) => method.toUpperCase()));
  return methods.includes(request.method) ? [] : [...new Set(methods)].sort();
}
