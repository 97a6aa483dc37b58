import type { INestApplication } from '@nestjs/common';

interface ExpressRouter {
  readonly router: {
    readonly stack: readonly {
      readonly route?: { readonly path: unknown; readonly methods: Readonly<Record<string, boolean>> };
    }[];
  };
}

/** Every address of a process that answers to a method, as its own routes name it: no page can be forgotten. */
export function routesOf(process: INestApplication, method: 'get' | 'post'): string[] {
  const { router } = process.getHttpAdapter().getInstance() as ExpressRouter;
  const routes = router.stack.flatMap(({ route }) => (route?.methods[method] === true ? [route.path] : []));
  return [...new Set(routes.filter((path) => typeof path === 'string'))];
}
