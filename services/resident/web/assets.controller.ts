import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { AssetFiles, script } from '#libs/gateway';

const ASSETS = {
  'sign-in.js': script('services/resident/web/assets/sign-in.js'),
  'readings.js': script('services/resident/web/assets/readings.js'),
};

/** Style sheet, fonts, scripts and the icon. */
@ApiExcludeController()
@Controller('assets')
export class AssetsController {
  private readonly files = new AssetFiles(ASSETS);

  @Get(':name')
  send(@Param('name') name: string, @Req() request: Request, @Res() response: Response): void {
    this.files.send(name, request, response);
  }
}
