import type { DateTime } from 'luxon';
import { basename } from 'node:path';
import {
  joinedParts,
  readInboxMessage,
  type InboxReading,
  type InboxRefusal,
  type InboxRules,
  type ReplyRepair,
} from '../core/delivery/inbox-message.js';
import { isOptOutReceipt } from '../core/delivery/opt-out-receipt.js';
import type { Receipt } from '../core/delivery/send-outcome.js';
import { countRow, type RowCount } from '../core/row-count.js';
import { sha256 } from '../core/sha256.js';
import type { ReplyVerdict } from '../core/suppression/classify-reply.js';
import { throwIfInterrupted } from '../errors.js';
import type { InboxBatch, InboxVerdicts } from '../store/inbox-store.js';
import { stampOf, type LedgerDeps } from './deps.js';
import { filedReply, isDated, isForeign, toldReceipt, type FiledReply, type InboxTerms } from './file-inbox.js';
import { UndatedTally } from './undated-tally.js';
import type { InboxFile, InboxRow } from './inbox-file.js';
import { DigestSet, RefusalTally } from './import-tally.js';

/** Messages read, judged and filed at a time; one transaction each. */
const CHUNK = 1000;

interface InboxImport {
  readonly file: InboxFile;
  readonly rules: InboxRules;
  readonly terms: InboxTerms;
  /** As configured: whose replies they are. */
  readonly provider: string;
  /** Judges and counts, files nothing. */
  readonly dryRun: boolean;
  readonly onProgress: (rows: number) => void;
}

/** Nobody answers every day: a file whose newest reply is older than this is taken for an old export. */
const FRESH = { days: 7 };

type Counted = { readonly replies: readonly FiledReply[] } & Pick<InboxBatch, 'receipts'>;

/** What became of the messages of a file: `rows` is the sum of the others but what is told of `verdicts`, `repairs` and the never-list. */
export class InboxTally extends RefusalTally<InboxRefusal> {
  recorded = 0;
  unchanged = 0;
  /** Receipts about no message of this ledger. */
  unmatched = 0;
  /** On their way, or of somebody else. */
  passed = 0;
  /** Of those that were passed over, those of another channel than SMS, and the first one; null: none. */
  setAside: { readonly count: number; readonly channel: string; readonly firstLine: number } | null = null;
  /** Further parts of a long reply. */
  joined = 0;
  replies = 0;
  /** Of those that came by SMS and whose time could be read: what is taken for now shows nothing. */
  newestReplyAt: DateTime | null = null;
  receipts = 0;
  /** Entries that were made on the never-list, and by what. */
  readonly suppressed = { replies: 0, receipts: 0 };
  /**
   * Receipts about no message of this ledger that say that somebody wants none: of whom they name (`listed`), which are on
   * the never-list, and of nobody knows whom.
   */
  readonly optOutsElsewhere = { listed: 0, unnamed: 0 };
  /** Replies without a time from a number that somebody else had before, and may have sent them. */
  readonly ofFormerHolders = new UndatedTally();
  /** What the new replies ask for. */
  readonly verdicts = new Map<ReplyVerdict, number>();
  /** Of the new replies: those of which something had to be taken otherwise than it is written. What a provider hands over has no line. */
  readonly repairs = new Map<ReplyRepair, RowCount<number | null>>();

  get rows(): number {
    return this.recorded + this.unchanged + this.unmatched + this.passed + this.joined + this.refusedCount;
  }

  count({ replies, receipts }: Counted, verdicts: InboxVerdicts): void {
    this.replies += replies.length;
    for (const { at, repairs: made = [] } of replies) {
      if (!showsCollecting(made)) continue;
      if (this.newestReplyAt === null || at > this.newestReplyAt) this.newestReplyAt = at;
    }
    this.receipts += receipts.length;
    this.suppressed.replies += verdicts.suppressed.replies;
    this.suppressed.receipts += verdicts.suppressed.receipts;
    for (const [index, receipt] of receipts.entries()) {
      if (verdicts.receipts[index] !== 'unmatched' || !isOptOutReceipt(receipt)) continue;
      this.optOutsElsewhere[receipt.to === undefined ? 'unnamed' : 'listed'] += 1;
    }
    for (const verdict of [...verdicts.replies, ...verdicts.receipts]) this[verdict] += 1;
    for (const [index, { verdict, repairs: made = [], line }] of replies.entries()) {
      if (verdicts.replies[index] !== 'recorded') continue;
      this.verdicts.set(verdict, (this.verdicts.get(verdict) ?? 0) + 1);
      for (const repair of made) countRow(this.repairs, repair, line);
    }
  }

  setOneAside(channel: string, line: number): void {
    this.passed += 1;
    const first = this.setAside ?? { count: 0, channel, firstLine: line };
    this.setAside = { ...first, count: first.count + 1 };
  }
}

export interface InboxImportResult {
  readonly tally: InboxTally;
  readonly rejectsFile: string | null;
  /** Whether a STOP would have been seen: the file counts as a collecting of STOPs. */
  readonly hasStops: boolean;
  /** Whether it does so by having a place for replies and none in it: nobody wrote. */
  readonly nobodyWrote: boolean;
}

/**
 * Brings replies and receipts into the ledger, a chunk a transaction. An opt-out is on the never-list from the same
 * transaction on; what is there already is left as it is.
 */
export async function importInbox(
  request: InboxImport,
  deps: LedgerDeps,
  signal: AbortSignal,
): Promise<InboxImportResult> {
  const { file, dryRun, provider, terms } = request;
  const { ledger } = deps;
  const fileName = basename(file.name);
  const collectionId = dryRun
    ? null
    : await ledger.beginCollection({ kind: 'import', provider, fileName }, stampOf(deps));
  const tally = new InboxTally();
  const parts = new LongReplies();
  const record = dryRun ? rehearsedFiling(deps) : (batch: InboxBatch) => ledger.recordInbox(batch, stampOf(deps));
  const fileThem = async (replies: readonly FiledReply[], receipts: readonly Receipt[]): Promise<void> => {
    const batch = { collectionId, replies, receipts, unreachableAfter: terms.unreachableAfter };
    tally.count(batch, await record(batch));
    await tally.ofFormerHolders.add(replies.filter(mayBeStop), ledger);
  };
  const rejects = await file.openRejects();
  try {
    for await (const rows of file.batches(CHUNK)) {
      throwIfInterrupted(signal);
      const { replies, receipts } = readRows(rows, request, tally, parts);
      await fileThem(replies, receipts);
      const refused = tally.takeRefused();
      await rejects?.write(refused);
      request.onProgress(tally.rows);
    }
    // A part that is missing may come in a later file; what is here may be an opt-out.
    const rest = parts.rest();
    tally.joined -= rest.length;
    await fileThem(rest, []);
    const rejectsFile = (await rejects?.finish()) ?? null;
    const nobodyWrote = tally.rows === 0 && file.mayHoldReplies;
    // A file of old replies does not show that those of today were collected.
    const since = deps.clock.now().minus(FRESH);
    const hasStops = nobodyWrote || (tally.newestReplyAt !== null && tally.newestReplyAt >= since);
    if (collectionId !== null) {
      const told = { rows: tally.rows, replies: tally.replies, receipts: tally.receipts };
      await ledger.endCollection(collectionId, { sha256: file.sha256(), hasStops, told }, stampOf(deps));
    }
    return { tally, rejectsFile, hasStops, nobodyWrote };
  } finally {
    await rejects?.abort();
  }
}

function readRows(
  rows: readonly InboxRow[],
  { file, rules, terms }: InboxImport,
  tally: InboxTally,
  parts: LongReplies,
): { readonly replies: readonly FiledReply[]; readonly receipts: readonly Receipt[] } {
  const replies: FiledReply[] = [];
  const receipts: Receipt[] = [];
  for (const { line, cells, raw } of rows) {
    const refuse = (reason: InboxRefusal, value: string): void => tally.refuse({ line, cells: raw }, reason, value);
    if (cells === null) {
      refuse(file.brokenAs, '');
      continue;
    }
    const reading = readInboxMessage(cells, rules);
    switch (reading.kind) {
      case 'reply':
        replies.push(filedReply(reading, line));
        break;
      case 'part': {
        const { whole, left } = parts.add(reading, line);
        if (whole === null) tally.joined += 1;
        else replies.push(whole);
        if (left === null) break;
        tally.joined -= 1;
        replies.push(left);
        break;
      }
      case 'receipt': {
        const receipt = toldReceipt(reading.receipt, terms);
        if (isForeign(receipt)) tally.passed += 1;
        else receipts.push(receipt);
        break;
      }
      case 'passed':
        tally.passed += 1;
        break;
      case 'set_aside':
        tally.setOneAside(reading.channel, line);
        break;
      case 'refused':
        refuse(reading.reason, reading.value);
    }
  }
  return { replies, receipts };
}

/** Whether the time of a reply is the one that was written, and the reply one of those that SMS bring. */
function showsCollecting(repairs: readonly ReplyRepair[]): boolean {
  return isDated(repairs) && !repairs.includes('other_channel');
}

function mayBeStop({ verdict }: FiledReply): boolean {
  return verdict === 'opt_out' || verdict === 'review';
}

type Part = Extract<InboxReading, { readonly kind: 'part' }>;

/** Long replies whose parts come one by one. */
class LongReplies {
  private readonly waiting = new Map<string, { readonly line: number; readonly parts: Map<number, Part> }>();

  /**
   * @property whole The reply with its last part; null while others are missing.
   * @property left What an earlier reply came to: the names of groups are short, and come round again.
   */
  add(part: Part, line: number): { readonly whole: FiledReply | null; readonly left: FiledReply | null } {
    const known = this.waiting.get(part.group);
    const there = known?.parts.get(part.part);
    const left = known !== undefined && there !== undefined && there.reply.text !== part.reply.text ? known : null;
    const group = known === undefined || left !== null ? { line, parts: new Map<number, Part>() } : known;
    this.waiting.set(part.group, group);
    group.parts.set(part.part, part);
    const isWhole = group.parts.size >= part.parts;
    if (isWhole) this.waiting.delete(part.group);
    return { whole: isWhole ? wholeReply(group) : null, left: left === null ? null : wholeReply(left) };
  }

  /** What is left, each as far as it came. */
  rest(): readonly FiledReply[] {
    return [...this.waiting.values()].flatMap((group) => wholeReply(group) ?? []);
  }
}

function wholeReply({ line, parts }: { readonly line: number; readonly parts: Map<number, Part> }): FiledReply | null {
  const all = [...parts.values()];
  const reply = joinedParts(all);
  const repairs = [...new Set(all.flatMap((part) => part.repairs))];
  return reply === null ? null : filedReply({ reply, repairs }, line);
}

/** Tells what filing would answer, also of what the file itself has twice. */
function rehearsedFiling({ ledger }: LedgerDeps): (batch: InboxBatch) => Promise<InboxVerdicts> {
  const filed = new DigestSet();
  /** By whatever it is known: only what is filed makes the next one of that name the same again. */
  const fileOnce = (...names: readonly (readonly string[])[]): 'recorded' | 'unchanged' => {
    const digests = names.map((name) => sha256(JSON.stringify(name)));
    if (digests.some((digest) => filed.has(digest))) return 'unchanged';
    for (const digest of digests) filed.add(digest);
    return 'recorded';
  };
  return async (batch) => {
    const verdicts = await ledger.judgeInbox(batch);
    return {
      ...verdicts,
      replies: verdicts.replies.map((verdict, index) => {
        const reply = batch.replies[index];
        if (verdict !== 'recorded' || reply === undefined) return verdict;
        const { number, moment, text, messageId } = reply;
        const byId = messageId === null ? [] : [['id', number, messageId, text]];
        return fileOnce(['at', number, moment, text], ...byId);
      }),
      receipts: verdicts.receipts.map((verdict, index) => {
        const receipt = batch.receipts[index];
        if (receipt === undefined || verdict !== 'recorded') return verdict;
        const first = fileOnce(['receipt', receipt.ref]);
        // A STOP is news for whatever message it was told before.
        return isOptOutReceipt(receipt) && fileOnce(['stop', receipt.ref]) === 'recorded' ? 'recorded' : first;
      }),
    };
  };
}
