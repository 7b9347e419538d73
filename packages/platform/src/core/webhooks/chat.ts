import { chatWords } from '../messages/index.ts'
import type { Endpoint } from './endpoint.ts'
import { eventBody, type WebhookEvent } from './event.ts'

/** What is posted to an endpoint: the standard body, or a text in the form of a chat program. */
export function bodyFor(
  { flavour, language }: Pick<Endpoint, 'flavour' | 'language'>,
  event: WebhookEvent,
): string {
  switch (flavour) {
    case 'standard':
      return eventBody(event)
    case 'slack':
      // Slack reads & < > as its own markup, and nothing else in a text that says mrkdwn is off.
      return JSON.stringify({ text: slackText(chatText(event, language)), mrkdwn: false })
    case 'teams':
      return JSON.stringify(teamsCard(chatText(event, language)))
    case 'matrix':
      return JSON.stringify({ text: chatText(event, language), msgtype: 'm.notice' })
  }
}

/** A chat shows a few lines; the page has the rest. */
const longestText = 2500

function chatText(event: WebhookEvent, language: 'de' | 'en'): string {
  const words = chatWords[language]
  const { exercise } = event.data
  const lines = [...(exercise ? [words.exercise] : []), ...linesOf(event, language)]
  return lines.join('\n')
}

function linesOf(event: WebhookEvent, language: 'de' | 'en'): readonly string[] {
  const words = chatWords[language]
  switch (event.type) {
    case 'webhook.test':
      return [words.test(event.data.case)]
    case 'tenant.released':
      return [words.released(event.data.tenant)]
    case 'update.published':
    case 'update.corrected':
    case 'incident.resolved': {
      const { number, corrects, text, url } = event.data
      const own = text[language]
      return [
        corrects === undefined ? words.update(number) : words.corrected(number, corrects.number),
        own.length > longestText ? `${own.slice(0, longestText)} …` : own,
        ...(url === undefined ? [] : [url]),
      ]
    }
  }
}

function slackText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** A message of Teams' workflows; TextBlock reads some Markdown, which is escaped. */
function teamsCard(text: string): unknown {
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body: text.split('\n').map((line) => ({
      type: 'TextBlock',
      text: line.replaceAll(/[\\[\]*_#`>~]/g, String.raw`\$&`),
      wrap: true,
    })),
  }
  return {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
  }
}
