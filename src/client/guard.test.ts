import { describe, expect, test } from 'vitest'
import { Guard } from './guard.ts'

/** The verdict on a whole answer. */
const judge = (content: string): Promise<string | undefined> => {
  const guard = new Guard({}, false)
  return Promise.resolve(guard.add(content) ?? guard.end(content, 'stop', 'm'))
}

describe('refusals', () => {
  test.each([
    "I'm sorry, but I can't help with that.",
    'I’m sorry, I can’t assist with that request.',
    'I cannot provide instructions for this.',
    'As an AI language model, I am unable to browse the internet.',
    "I apologize, but I won't be able to help, as I'm not able to do this.",
    "Sorry, that's not something I can do.",
    'Unfortunately, I cannot access external websites.',
    'Es tut mir leid, aber ich kann dir dabei leider nicht helfen.',
    'Je suis désolé, mais je ne peux pas répondre à cette question.',
    'Lo siento, pero no puedo ayudar con eso.',
    'Sinto muito, mas não posso ajudar com isso.',
    'Mi dispiace, ma non posso aiutarti con questo.',
    '抱歉，我无法回答这个问题。',
    '申し訳ありませんが、その質問にはお答えできません。',
  ])('%s', async text => {
    expect(await judge(text)).toBe('the model declined to answer')
  })
})

describe('doubt', () => {
  test.each([
    "I'm not sure, but it may be 42.",
    "I don't know.",
    "Sorry, I don't have enough information to answer that.",
    'Das weiß ich leider nicht.',
    'Je ne sais pas.',
    'No lo sé.',
    '我不知道。',
    'わかりません。',
  ])('%s', async text => {
    expect(await judge(text)).toBe('the model was not sure')
  })
})

describe('answers', () => {
  test.each([
    'Paris.',
    "I can't help but smile at this question, which has the most beautiful of answers: it is love.",
    'Sorry to hear that. Here is what you can do about it: first, call your bank.',
    "The character says: I can't help you with that, and leaves.",
    'I know that you are not sure. Still, the answer is 7.',
    'I cannot overstate how good this book is.',
    'Unfortunately the train was late, and so began the story of a small town by the sea.',
    'No, that is not correct: water boils at 100 °C at sea level.',
    'Certainly! Here is the code that you asked for.',
    '不，水在100度沸腾。',
  ])('%s', async text => {
    expect(await judge(text)).toBeUndefined()
  })

  test('are judged by their opening alone, however long', () => {
    const guard = new Guard({}, false)
    expect(guard.add('A long story. '.repeat(30))).toBeUndefined()
    expect(guard.add("I'm sorry, but I can't help with that.".repeat(10))).toBeUndefined()
  })

  test('are judged the same in pieces of any size', () => {
    const text = `\n\n${"I'm sorry, but I can't help with that, because it goes beyond what I was made for, as I said."}`
    for (const size of [1, 3, 7, 50]) {
      const guard = new Guard({}, false)
      const verdicts = Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
        guard.add(text.slice(index * size, (index + 1) * size)),
      )
      expect(
        verdicts.some(verdict => verdict === 'the model declined to answer'),
        `${size}`,
      ).toBe(true)
    }
  })
})
