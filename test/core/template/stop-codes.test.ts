import { describe, expect, it } from 'vitest';
import { footersOfProvider, judgeStopCode, providersWithCodes } from '../../../src/core/template/stop-codes.js';

describe('judgeStopCode', () => {
  it.each([
    ['36184', 'FR', 'ovhcloud', 'right'],
    ['36180', 'FR', 'allmysms', 'right'],
    ['36200', 'FR', 'spothit', 'right'],
    ['30101', 'FR', 'octopush', 'right'],
    ['36034', 'FR', 'smsmode', 'right'],
    ['36229', 'FR', 'sofy', 'right'],
    ['36105', 'FR', 'cleversms', 'right'],
    ['36180', 'FR', 'ovhcloud', 'other'],
    ['39999', 'FR', 'smsmode', 'other'],
    ['36789', 'FR', 'sofy', 'other'],
    ['36789', 'RE', 'sofy', 'right'],
    ['36229', 'YT', 'sofy', 'other'],
    // The facts say nothing of this provider there: no refusal.
    ['36184', 'GP', 'ovhcloud', 'known'],
    ['36180', 'BE', 'ovhcloud', 'known'],
    ['8000', 'BE', 'ovhcloud', 'unknown'],
    ['36184', 'FR', 'vonage', 'known'],
    ['36184', 'FR', null, 'known'],
    ['36111', 'FR', null, 'known'],
    ['36173', 'FR', null, 'known'],
    ['36179', 'FR', null, 'known'],
    ['39999', 'FR', null, 'unknown'],
  ])('%s in %s of %s: %s', (code, country, provider, kind) => {
    expect(judgeStopCode(code, country, provider).kind).toBe(kind);
  });

  it('cites its source and how well it was checked', () => {
    expect(judgeStopCode('36180', 'FR', 'smsmode')).toEqual({
      kind: 'other',
      expected: '36034',
      name: 'smsmode',
      source: 'smsmode.com/en/insertion-mention-stop-sms; the code may change',
      confidence: 'verified-in-source',
    });
    expect(judgeStopCode('36111', 'FR', null)).toMatchObject({ names: [], confidence: 'third-party-code' });
    expect(providersWithCodes).toContain('ovhcloud');
  });
});

describe('footersOfProvider', () => {
  const configured = new Map([
    ['FR', { text: 'STOP au {{ stop }}', stop: '36184' }],
    ['CH', { text: 'Stop {{ stop_url }}', stopUrl: 'https://parc.example/s' }],
  ]);

  it('leaves all as configured where the provider appends nothing by itself', () => {
    for (const provider of [null, 'vonage', 'octopush']) {
      expect([...footersOfProvider(configured, provider)]).toEqual([...configured]);
    }
  });

  it('takes the words of a provider that appends by itself', () => {
    const footers = footersOfProvider(configured, 'ovhcloud');
    expect(footers.get('FR')).toEqual({ text: '\nSTOP {{ stop }}', stop: '36184', byProvider: true });
    expect(footers.get('CH')).toBe(configured.get('CH'));
    expect(footersOfProvider(new Map(), 'smsmode').get('FR')).toEqual({
      text: ' STOP {{ stop }}',
      stop: '36034',
      byProvider: true,
    });
  });

  it('keeps what the operator has settled', () => {
    const settled = new Map([['FR', { text: 'STOP au {{ stop }}', stop: '36184', byProvider: false }]]);
    expect([...footersOfProvider(settled, 'ovhcloud')]).toEqual([...settled]);
    const link = new Map([['FR', { text: '{{ stop_url }}', stopUrl: 'https://parc.example/s' }]]);
    expect([...footersOfProvider(link, 'ovhcloud')]).toEqual([...link]);
  });
});
