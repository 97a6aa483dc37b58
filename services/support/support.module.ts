import { Module } from '@nestjs/common';
import { ConversationsController } from './api/conversations.controller';

/** Conversations between residents and specialists. */
@Module({ controllers: [ConversationsController] })
export class SupportModule {}
