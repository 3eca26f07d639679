import fc from 'fast-check';
import { expect, it } from 'vitest';
import { utf8Piece } from '../../src/files/utf8-piece.js';

it('gathers any texts as the bytes of their UTF-8, and grows where they have no room', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), fc.integer({ min: 1, max: 40 }), (texts, size) => {
      const piece = utf8Piece(size);
      for (const text of texts) piece.add(text);
      const whole = Buffer.concat(texts.map((text) => Buffer.from(text)));
      expect(piece.length).toBe(whole.length);
      expect(piece.take()).toEqual(whole);
      expect(piece.length).toBe(0);
    }),
  );
});

it('leaves alone what it has handed on', () => {
  const piece = utf8Piece(16);
  piece.add('• un');
  const first = piece.take();
  piece.add('deux');
  expect([first.toString(), piece.take().toString()]).toEqual(['• un', 'deux']);
});
