import { describe, expect, it } from 'vitest';
import { asTyped } from '../../src/cli/as-typed.js';

describe('commands in a text', () => {
  it('go to the workspace that was named, in quotes where the shell would part its name', () => {
    const text = 'first: smsctl resolve fete; then « smsctl doctor », or `smsctl audit head`';
    expect(asTyped(text, {})).toBe(text);
    expect(asTyped(text, { workspace: '../amis' })).toBe(
      'first: smsctl --workspace ../amis resolve fete; then « smsctl --workspace ../amis doctor », or `smsctl --workspace ../amis audit head`',
    );
    expect(asTyped('smsctl status', { workspace: '../l’été d’Anna' })).toBe(
      "smsctl --workspace '../l’été d’Anna' status",
    );
    expect(asTyped('smsctl status', { workspace: 'amis$(id)' })).toBe("smsctl --workspace 'amis$(id)' status");
  });

  it('mean the rehearsal where it was asked for, as far as they are about a campaign', () => {
    const text = 'smsctl resume fete; smsctl inbox review';
    expect(asTyped(text, { rehearsal: true })).toBe('smsctl --rehearsal resume fete; smsctl inbox review');
  });

  it('are typed by whom the line named, but where another is to type them', () => {
    const text = 'another: smsctl approve fete --operator NAME; then: smsctl send --campaign fete';
    expect(asTyped(text, { operator: 'Anna' })).toBe(
      'another: smsctl approve fete --operator NAME; then: smsctl --operator Anna send --campaign fete',
    );
    expect(asTyped('smsctl resume fete', { workspace: 'amis', operator: 'Anna Bell', rehearsal: true })).toBe(
      "smsctl --workspace amis --operator 'Anna Bell' --rehearsal resume fete",
    );
    const masked = asTyped('smsctl doctor', { operator: 'Anna 06 39 98 00 01' });
    expect(masked).toMatch(/^smsctl --operator 'Anna [^'\d]*01' doctor$/);
  });

  it('are no words about the program, no folders, and nothing that makes a workspace', () => {
    const text =
      'with --wait smsctl waits; /home/me/smsctl backup/ledger.db; C:\\smsctl plan\\a.csv; smsctl init; smsctl planned';
    expect(asTyped(text, { workspace: 'amis', rehearsal: true })).toBe(text);
  });

  it('are given once, however often a text goes through', () => {
    const once = asTyped('smsctl resume fete', { workspace: 'amis', rehearsal: true });
    expect(asTyped(once, { workspace: 'amis', rehearsal: true })).toBe(once);
  });
});
