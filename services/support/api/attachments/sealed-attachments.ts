import { createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { BlobStore } from '#libs/blob-store';
import { RejectedError, Rejection } from '#libs/kernel';
import { PersonVault } from '#libs/person-vault';
import { BLOB_STORE, PERSON_VAULT } from '#libs/platform';
import { SealedAttachment } from '../../domain/conversation.commands';
import { ATTACHMENTS_LIMIT } from '../../domain/conversation.decider';
import { ConversationMessage } from '../../projections/conversation-messages.projection';
import { inspectAttachment } from './inspect-attachment';

/** A file as a person has sent it. Its name says nothing of what it is. */
export interface SentFile {
  readonly name: string;
  readonly bytes: Buffer;
}

export interface OpenedFile {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

const NAME_CHARACTERS_LIMIT = 120;

/** Files of messages: sealed with the person's key, outside the log. */
@Injectable()
export class SealedAttachments {
  constructor(
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
    @Inject(PERSON_VAULT) private readonly vault: PersonVault,
  ) {}

  /** All are looked at before one is kept. Throws RejectedError SUPPORT_TOO_MANY_ATTACHMENTS or what is wrong with one. */
  async keep(personId: string, files: readonly SentFile[]): Promise<readonly SealedAttachment[]> {
    if (files.length > ATTACHMENTS_LIMIT) {
      throw new RejectedError(new Rejection('SUPPORT_TOO_MANY_ATTACHMENTS', { attachmentsLimit: ATTACHMENTS_LIMIT }));
    }
    const inspected = [];
    for (const { name, bytes } of files) inspected.push({ name, ...(await inspectAttachment(bytes)) });
    const kept: SealedAttachment[] = [];
    try {
      for (const { name, mediaType, bytes } of inspected) {
        const attachmentId = randomBytes(16).toString('hex');
        const sealed = await this.vault.sealBytes(personId, `attachment:${attachmentId}`, bytes);
        const sealedName = await this.vault.seal(personId, `attachment-name:${attachmentId}`, plainName(name));
        // Named before it is put: a store that fails half-way may have kept it all the same.
        kept.push({ attachmentId, sealedName, mediaType, bytes: bytes.length, sealedSha256: hashOf(sealed) });
        await this.blobs.put(attachmentId, sealed);
      }
      return kept;
    } catch (error) {
      // Nobody would ever find the files before the one that failed. What went wrong is told, not that cleaning up did.
      await this.remove(kept).catch(() => undefined);
      throw error;
    }
  }

  /** Takes back what belongs to no message: the message was refused, or had been written before. */
  async remove(attachments: readonly SealedAttachment[]): Promise<void> {
    const removed = await Promise.allSettled(attachments.map(({ attachmentId }) => this.blobs.remove(attachmentId)));
    const failed = removed.find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
  }

  async nameOf(personId: string, attachmentId: string, sealedName: string): Promise<string> {
    return (await this.vault.open(personId, `attachment-name:${attachmentId}`, sealedName)) ?? 'файл удалён';
  }

  /** Throws RejectedError SUPPORT_UNKNOWN_ATTACHMENT where it is none of the message, was erased or is not what it was. */
  async open({ personId, attachments }: ConversationMessage, attachmentId: string): Promise<OpenedFile> {
    const known = attachments.find((one) => one.attachmentId === attachmentId);
    const sealed = known === undefined ? null : await this.blobs.get(attachmentId);
    if (known === undefined || sealed === null || hashOf(sealed) !== known.sealedSha256) throw unknown();
    const bytes = await this.vault.openBytes(personId, `attachment:${attachmentId}`, sealed);
    if (bytes === null) throw unknown();
    return { name: await this.nameOf(personId, attachmentId, known.sealedName), mediaType: known.mediaType, bytes };
  }
}

function unknown(): RejectedError {
  return new RejectedError(new Rejection('SUPPORT_UNKNOWN_ATTACHMENT'));
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Without folders and control characters; as much of it as a person reads. */
function plainName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  const plain = [...last.replaceAll(/[\p{C}<>:"|?*]/gu, '').trim()].slice(0, NAME_CHARACTERS_LIMIT).join('');
  return plain === '' ? 'файл' : plain;
}
