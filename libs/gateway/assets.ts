import type { Request, Response } from 'express';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { RejectedError, Rejection } from '#libs/kernel';

const here = createRequire(__filename);
const PACKAGE = dirname(here.resolve('#package'));
const FONTS = join(dirname(here.resolve('@fontsource/pt-sans/package.json')), 'files');
const HOUR_SECONDS = 60 * 60;

/** A file that is no secret and changes with a release alone. */
export interface Asset {
  readonly path: string;
  readonly type: string;
}

/** A style sheet of the package, by its path from the root. */
export function styleSheet(path: string): Asset {
  return { path: join(PACKAGE, path), type: 'text/css; charset=utf-8' };
}

/** A script of the package, by its path from the root. */
export function script(path: string): Asset {
  return { path: join(PACKAGE, path), type: 'text/javascript; charset=utf-8' };
}

function font(face: string): Asset {
  return { path: join(FONTS, `pt-sans-${face}-normal.woff`), type: 'font/woff' };
}

/** The script of every page: on paper, what opens on demand is open. */
export const PRINT_SCRIPT = '/assets/print.js';

/** What the pages of every gateway look like. */
const COMMON: Readonly<Record<string, Asset>> = {
  'web.css': styleSheet('libs/web/styles/web.css'),
  'print.js': script('libs/web/assets/print.js'),
  'icon.svg': { path: join(PACKAGE, 'libs/web/styles/icon.svg'), type: 'image/svg+xml' },
  'pt-sans-cyrillic-400-normal.woff': font('cyrillic-400'),
  'pt-sans-cyrillic-700-normal.woff': font('cyrillic-700'),
  'pt-sans-latin-400-normal.woff': font('latin-400'),
  'pt-sans-latin-700-normal.woff': font('latin-700'),
};

/** Style sheets, fonts, scripts and the icon: a fixed list, read once. */
export class AssetFiles {
  private readonly assets: Readonly<Record<string, Asset>>;
  private readonly contents = new Map<string, { readonly plain: Buffer; readonly packed: Buffer | null }>();

  /** @param own what this gateway has besides what all have, by the name under which it is asked for */
  constructor(own: Readonly<Record<string, Asset>>) {
    this.assets = { ...COMMON, ...own };
  }

  /** Throws RejectedError NOT_FOUND. */
  send(name: string, request: Request, response: Response): void {
    const asset = Object.hasOwn(this.assets, name) ? this.assets[name] : undefined;
    if (asset === undefined) throw new RejectedError(new Rejection('NOT_FOUND'));
    let content = this.contents.get(name);
    if (content === undefined) this.contents.set(name, (content = contentOf(asset)));
    response.setHeader('Content-Type', asset.type);
    response.setHeader('Cache-Control', `public, max-age=${String(HOUR_SECONDS)}`);
    response.setHeader('Vary', 'Accept-Encoding');
    const isPacked = content.packed !== null && request.acceptsEncodings('gzip') === 'gzip';
    if (isPacked) response.setHeader('Content-Encoding', 'gzip');
    response.end(isPacked ? content.packed : content.plain);
  }
}

/** Fonts are packed by their own format. */
function contentOf({ path, type }: Asset): { readonly plain: Buffer; readonly packed: Buffer | null } {
  const plain = readFileSync(path);
  return { plain, packed: type.startsWith('font/') ? null : gzipSync(plain) };
}
