import type { Random } from '../random.ts'
import { fileStem, paragraph, sentence } from './words.ts'

/** A mail as a Maildir keeps it (RFC 5322), sometimes with an attachment in base64. */
export function mail(random: Random, domain: string, sentAt: Date): Buffer {
  const attachment = random.chance(0.3)
    ? random.bytes(200 + random.below(4000)).toString('base64')
    : undefined
  const lines = [
    `From: ${random.pick(['anna', 'bernd', 'clara', 'desk'])}@${domain}`,
    `To: office@partner.example`,
    `Subject: ${sentence(random)}`,
    `Date: ${sentAt.toUTCString()}`,
    `Message-ID: <${random.bytes(8).toString('hex')}@${domain}>`,
    'MIME-Version: 1.0',
    ...(attachment === undefined ? textPart(random) : multipart(random, attachment)),
  ]
  return Buffer.from(lines.join('\r\n'))
}

function textPart(random: Random): string[] {
  return ['Content-Type: text/plain; charset=utf-8', '', paragraph(random), '', paragraph(random), '']
}

function multipart(random: Random, attachment: string): string[] {
  const boundary = `part-${random.bytes(6).toString('hex')}`
  return [
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    ...textPart(random),
    `--${boundary}`,
    'Content-Type: application/octet-stream',
    `Content-Disposition: attachment; filename="${fileStem(random)}.dat"`,
    'Content-Transfer-Encoding: base64',
    '',
    ...(attachment.match(/.{1,76}/g) ?? []),
    `--${boundary}--`,
    '',
  ]
}
