import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { isOver, latenessOf } from '../../src/flows/run.js';
import { isoInstant } from '../../src/core/schedule/instant.js';

const END = DateTime.utc(2026, 3, 10, 18);
const own = { notAfter: isoInstant(END), lastClose: isoInstant(END.plus({ days: 1 })) };
const confirmed = { notAfter: null, lastClose: isoInstant(END) };
const endless = { notAfter: null, lastClose: null };

describe('the end of a campaign', () => {
  it.each([
    ["the operator's own", own],
    ['else the close of the last window that was confirmed', confirmed],
  ])('is %s, and its last moment belongs to it', (_, ends) => {
    expect(isOver(ends, END)).toBe(false);
    expect(isOver(ends, END.plus(1))).toBe(true);
  });

  it('is nowhere where nobody gave one', () => {
    expect(isOver(endless, END)).toBe(false);
    expect(latenessOf(endless, END, END.plus({ days: 1 }))).toBeNull();
  });
});

describe('what is late', () => {
  it.each([
    ['own', own, true],
    ['confirmed', confirmed, false],
  ])('leaves no more after the %s end, nor where the next window opens after it', (_, ends, isOwn) => {
    const before = END.minus({ hours: 1 });
    expect(latenessOf(ends, before, null)).toBeNull();
    expect(latenessOf(ends, before, END)).toBeNull();
    expect(latenessOf(ends, before, END.plus(1))).toMatchObject({ isOwn, opensAt: END.plus(1) });
    expect(latenessOf(ends, END, null)).toBeNull();
    expect(latenessOf(ends, END.plus(1), null)).toMatchObject({ isOwn, opensAt: null });
    expect(+latenessOf(ends, END.plus(1), null)!.since).toBe(+END);
  });
});
