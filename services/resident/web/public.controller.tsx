import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Pages } from './pages';
import { FaqPage } from './pages/faq.page';
import { GuidePage } from './pages/guide.page';
import { GUIDE_TITLE } from './saved-password-guide';
import { savedPasswordGuidePdf } from './saved-password-guide.pdf';

/** What everybody may read without signing in. */
@ApiExcludeController()
@Controller()
export class PublicController {
  private guideFile: Promise<Buffer> | null = null;

  constructor(private readonly pages: Pages) {}

  @Get('faq')
  async faq(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.pages.show(request, response, { title: 'Частые вопросы', children: () => <FaqPage /> });
  }

  @Get('guide')
  async guide(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.pages.show(request, response, { title: GUIDE_TITLE, children: () => <GuidePage /> });
  }

  @Get('guide/saved-password.pdf')
  async guideAsFile(@Res() response: Response): Promise<void> {
    this.guideFile ??= savedPasswordGuidePdf();
    response.setHeader('Content-Type', 'application/pdf');
    response.setHeader('Content-Disposition', 'attachment; filename="kak-najti-sohranyonnyj-parol.pdf"');
    response.end(await this.guideFile);
  }
}
