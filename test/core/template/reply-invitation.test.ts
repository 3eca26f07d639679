import { describe, expect, it } from 'vitest';
import { replyInvitation } from '../../../src/core/template/reply-invitation.js';

describe('replyInvitation', () => {
  it.each([
    ['Soirée samedi. Répondez STOP', 'Répondez STOP'],
    ['Pour vous désinscrire, répondre « STOP »', 'répondre « STOP'],
    ['Re\u0301pondez simplement par STOP pour ne plus rien recevoir', 'Répondez simplement par STOP'],
    ['en répondant\nSTOP à ce SMS', 'répondant STOP'],
    ['STOP par retour de SMS', 'STOP par retour'],
    ['Envoyez STOP à ce numéro', 'STOP à ce numéro'],
    ['Reply STOP to opt out', 'Reply STOP'],
    ['To leave, reply with the word: "STOP"', 'reply with the word: "STOP'],
    ['Text STOP to this number', 'STOP to this number'],
    ['Antworten Sie STOP', 'Antworten Sie STOP'],
    ['Abmelden: STOPP als Antwort', 'STOPP als Antwort'],
    ['Rispondi STOP', 'Rispondi STOP'],
    ['STOP au 36184 ou répondez STOP', 'répondez STOP'],
  ])('%j', (text, found) => {
    expect(replyInvitation(text)).toBe(found);
  });

  it.each([
    'STOP au 36184',
    'STOP SMS au 36184',
    'Répondez STOP au 36184',
    'Répondez « STOP » au 36184',
    'Reply STOP to 36184',
    'Répondez STOP au {{ code }}',
    'Antworten Sie STOP an +41790000067',
    'Répondez avant samedi. Au bus, arrêt Stop-Gare',
    'Répondez OUI ou NON',
    'La réponse est non. STOP 36184',
    'Stoppez tout, la kermesse est reportée',
  ])('nothing in %j', (text) => {
    expect(replyInvitation(text)).toBeNull();
  });
});
