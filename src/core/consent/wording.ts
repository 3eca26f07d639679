import { namesOrganisation } from './named-organisation.js';
import { valueKey } from './value-meaning.js';
import data from './wording-models.data.json' with { type: 'json' };

/** Languages that the models are written in. */
export const wordingLanguages = ['fr', 'de', 'it', 'en'] as const;
export type WordingLanguage = (typeof wordingLanguages)[number];

export const wordingModels = ['marketing', 'information', 'association'] as const;
export type WordingModel = (typeof wordingModels)[number];

/** What a person has to be told before their yes is one (GDPR art. 7(3), 13; recital 42). */
const wordingParts = ['controller', 'purpose', 'withdrawal'] as const;
export type WordingPart = (typeof wordingParts)[number];

/** Who asks, and how one gets out. */
export interface WordingFacts {
  readonly controller: string;
  readonly privacyUrl: string | null;
  readonly contact: string | null;
  /** The number or short code that takes a STOP; null: none is known. */
  readonly stop: string | null;
}

export interface WordingRequest {
  /** Words of one's own, perhaps with `{{ controller }}`, `{{ purpose }}`, `{{ withdraw }}`; null: the model's. */
  readonly text: string | null;
  readonly model: WordingModel;
  readonly language: WordingLanguage;
  readonly purpose: string;
  /** How the purpose is put into words; null: as the built-in purposes are. */
  readonly purposeWords: string | null;
  /** How to withdraw, in words; null: by STOP and by the contact, as far as they are known. */
  readonly withdraw: string | null;
}

type WordingDraft =
  | { readonly kind: 'text'; readonly text: string; readonly model: WordingModel | null }
  | { readonly kind: 'lacks'; readonly parts: readonly WordingPart[] }
  | { readonly kind: 'unknown_field'; readonly name: string };

/** The first version of some words is `name/1`. */
export interface WordingId {
  readonly name: string;
  readonly version: number;
}

const id = /^([a-z0-9][a-z0-9_-]{0,39})\/([1-9]\d{0,5})$/;

export function isWordingName(text: string): boolean {
  return id.test(`${text}/1`);
}

/** Null for what is no id: words that were shown are never that short of spaces. */
export function parseWordingId(text: string): WordingId | null {
  const [, name, version] = id.exec(text.trim()) ?? [];
  return name === undefined ? null : { name, version: Number(version) };
}

/** Writes a form's or a notice's words and looks whether they tell who asks, what for, and how to withdraw. */
export function draftWording(request: WordingRequest, facts: WordingFacts): WordingDraft {
  const { language, model } = request;
  const source = request.text ?? [data.models[model][language], data.privacy[language]].join(' ');
  const purposeWords = request.purposeWords ?? purposeIn(request.purpose, language);
  const values: Readonly<Record<string, string | null>> = {
    controller: facts.controller,
    purpose: purposeWords,
    withdraw: request.withdraw ?? waysOut(facts, language),
    privacy_url: facts.privacyUrl,
    contact: facts.contact,
  };
  // Without a notice on the web a model goes without the sentence that points there.
  const text = request.text === null && facts.privacyUrl === null ? data.models[model][language] : source;
  const used = [...text.matchAll(/\{\{\s*([^}]*?)\s*\}\}/g)].map(([, name = '']) => name);
  const stranger = used.find(
    (name) => !Object.hasOwn(values, name) || (name === 'privacy_url' && values[name] === null),
  );
  if (stranger !== undefined) return { kind: 'unknown_field', name: stranger };
  const rendered = text
    .replace(/\{\{\s*([^}]*?)\s*\}\}/g, (_, name: string) => values[name] ?? '')
    .replace(/\r\n?/g, '\n')
    .trim();
  const tells: Readonly<Record<WordingPart, boolean>> = {
    controller: namesOrganisation(rendered, facts.controller),
    purpose: saysPurpose(rendered, request, facts.controller),
    withdrawal:
      data.withdrawMarkers.some((marker) => says(rendered, marker)) || saysWithdraw(rendered, request.withdraw),
  };
  const parts = wordingParts.filter((part) => !tells[part]);
  if (parts.length > 0) return { kind: 'lacks', parts };
  return { kind: 'text', text: rendered, model: request.text === null ? model : null };
}

/** What a sheet of paper needs beside the words. */
export function formLabels(language: WordingLanguage): Readonly<Record<keyof (typeof data.form)['fr'], string>> {
  return data.form[language];
}

function purposeIn(purpose: string, language: WordingLanguage): string | null {
  const known: Readonly<Record<string, Readonly<Record<WordingLanguage, string>>>> = data.purposes;
  return known[purpose]?.[language] ?? null;
}

/** A sentence; null where nothing leads out. */
function waysOut({ stop, contact }: WordingFacts, language: WordingLanguage): string | null {
  const words = data.withdraw[language];
  const ways = [
    ...(stop === null ? [] : [words.stop.replace('{{ stop }}', stop)]),
    ...(contact === null ? [] : [words.contact.replace('{{ contact }}', contact)]),
  ];
  return ways.length === 0 ? null : words.sentence.replace('{{ ways }}', ways.join(words.or));
}

function says(text: string, words: string): boolean {
  return valueKey(text).includes(valueKey(words));
}

/**
 * Whether a text tells what for: in the words that were asked for, else in those of the models or in a usual name of the
 * purpose, in whatever language. What the organisation is called says nothing of it.
 */
function saysPurpose(text: string, { purpose, purposeWords }: WordingRequest, controller: string): boolean {
  if (purposeWords !== null) return says(text, purposeWords);
  const models: Readonly<Record<string, Readonly<Record<WordingLanguage, string>>>> = data.purposes;
  const names: Readonly<Record<string, readonly string[]>> = data.purposeMarkers;
  const own = text.replaceAll(controller, ' ');
  return [...Object.values(models[purpose] ?? {}), ...(names[purpose] ?? [])].some((words) => says(own, words));
}

function saysWithdraw(text: string, withdraw: string | null): boolean {
  return withdraw !== null && withdraw.trim() !== '' && says(text, withdraw);
}
