import { expect, test } from 'vitest'
import { harness } from './harness.fixture.ts'

type Urls = Record<string, RegExp[]>

const common = (small: () => Urls | PromiseLike<Urls>, large: Urls) =>
  harness({ small: { supportedUrls: small }, large: { supportedUrls: () => large } }).model.supportedUrls

const HTTPS = /^https:.*$/

test.each<[string, () => Urls | Promise<Urls>, Urls, Urls]>([
  ['what both fetch', () => ({ 'image/*': [/^https:.*$/] }), { 'Image/*': [HTTPS] }, { 'image/*': [HTTPS] }],
  ['not what one does', () => ({ 'image/*': [HTTPS] }), {}, {}],
  ['not by another pattern', () => ({ 'image/*': [HTTPS] }), { 'image/*': [/^https:\/\/a\.example/] }, {}],
  [
    'the narrower type',
    () => ({ 'image/*': [HTTPS], 'audio/*': [HTTPS] }),
    { 'image/png': [HTTPS] },
    { 'image/png': [HTTPS] },
  ],
  ['of all types', () => ({ '*': [HTTPS] }), { 'application/pdf': [HTTPS] }, { 'application/pdf': [HTTPS] }],
  ['said later', async () => ({ '*/*': [HTTPS] }), { '*/*': [HTTPS] }, { '*/*': [HTTPS] }],
  ['nothing of a model that cannot say', () => Promise.reject(new Error('no')), { '*': [HTTPS] }, {}],
])('%s', async (_, small, large, both) => {
  expect(await common(small, large)).toEqual(both)
})
