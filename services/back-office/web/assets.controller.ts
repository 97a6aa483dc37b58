import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { AssetFiles, script, styleSheet } from '#libs/gateway';

const ASSETS = {
  'office.css': styleSheet('services/back-office/web/assets/office.css'),
  'keys.js': script('services/back-office/web/assets/keys.js'),
};

/** Style sheets, fonts, scripts and the icon. */
@ApiExcludeController()
@Controller('assets')
export class OfficeAssetsController {
  private readonly files = new AssetFiles(ASSETS);

  @Get(':name')
  send(@Param('name') name: string, @Req() request: Request, @Res() response: Response): void {
    this.files.send(name, request, response);
  }
}
