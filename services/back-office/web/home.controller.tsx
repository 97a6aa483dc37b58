import { Get, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { OfficePage } from '../api/office-api';
import { Officer, SignedIn } from '../api/officer';
import { OfficePages } from './pages';
import { HomePage } from './pages/home.page';
import { KeysPage } from './pages/keys.page';

/** The work of the day, and the keys of the keyboard. */
@OfficePage()
export class OfficeHomeController {
  constructor(private readonly pages: OfficePages) {}

  @Get()
  async home(@Req() request: Request, @Res() response: Response, @SignedIn() { role }: Officer): Promise<void> {
    await this.pages.show(request, response, {
      title: 'Сегодня',
      children: ({ company }) => <HomePage company={company} role={role} />,
    });
  }

  @Get('keys')
  async keys(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.pages.show(request, response, { title: 'Клавиши', children: () => <KeysPage /> });
  }
}
