import { Module } from '@nestjs/common';
import { CredentialsController } from './api/credentials.controller';
import { WhenAccountOpenedThenNoteCabinetAccount } from './automation/when-account-opened-then-note-cabinet-account.reaction';

/** Credentials of the cabinet. The vault of persons is opened where the process is put together. */
@Module({ controllers: [CredentialsController, WhenAccountOpenedThenNoteCabinetAccount] })
export class IdentityModule {}
