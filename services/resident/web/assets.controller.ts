import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { RejectedError, Rejection } from '#libs/kernel';

const here = createRequire(__filename);
const PACKAGE = dirname(here.resolve('#package'));
const FONTS = join(dirname(here.resolve('@fontsource/pt-sans/package.json')), 'files');

/** A file that is no secret and changes with a release alone. */
interface Asset {
  readonly path: string;
  readonly type: string;
}

const ASSETS: Readonly<Record<string, Asset>> = {
  'web.css': { path: join(PACKAGE, 'libs/web/styles/web.css'), type: 'text/css; charset=utf-8' },
  'icon.svg': { path: join(PACKAGE, 'libs/web/styles/icon.svg'), type: 'image/svg+xml' },
  'sign-in.js': script('sign-in'),
  'readings.js': script('readings'),
  'pt-sans-cyrillic-400-normal.woff': font('cyrillic-400'),
  'pt-sans-cyrillic-700-normal.woff': font('cyrillic-700'),
  'pt-sans-latin-400-normal.woff': font('latin-400'),
  'pt-sans-latin-700-normal.woff': font('latin-700'),
};

const HOUR_SECONDS = 60 * 60;

function script(name: string): Asset {
  return { path: join(PACKAGE, `services/resident/web/assets/${name}.js`), type: 'text/javascript; charset=utf-8' };
}

function font(face: string): Asset {
  return { path: join(FONTS, `pt-sans-${face}-normal.woff`), type: 'font/woff' };
}

/** Style sheet, fonts, scripts and the icon: a fixed list, read once. */
@ApiExcludeController()
@Controller('assets')
export class AssetsController {
  private readonly contents = new Map<string, { readonly plain: Buffer; readonly packed: Buffer | null }>();

  @Get(':name')
  send(@Param('name') name: string, @Req() request: Request, @Res() response: Response): void {
    const asset = Object.hasOwn(ASSETS, name) ? ASSETS[name] : undefined;
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
