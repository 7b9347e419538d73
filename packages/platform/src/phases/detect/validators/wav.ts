import { riff } from './riff.ts'
import { asBuffer, broken, type Validator } from './validity.ts'

const plain = new Set([1, 3])

/**
 * Sound (RIFF WAVE): the chunks of any RIFF, and of plain samples a block and a rate that fit each other: `structure`.
 * Plain samples lie open and look like no noise; the packed ones in this wrapping are rare.
 */
export const wav: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  if (buffer.length < 36) return broken(0, 'the header is incomplete')
  const isFirst = buffer.toString('latin1', 12, 16) === 'fmt '
  if (isFirst && plain.has(buffer.readUInt16LE(20))) {
    const [channels, rate, bytesPerSecond] = [22, 24, 28].map((at) =>
      at === 22 ? buffer.readUInt16LE(at) : buffer.readUInt32LE(at),
    ) as [number, number, number]
    const [block, bits] = [buffer.readUInt16LE(32), buffer.readUInt16LE(34)]
    if (block !== channels * Math.ceil(bits / 8) || bytesPerSecond !== block * rate)
      return broken(20, 'the format of the samples contradicts itself')
  }
  return riff(bytes)
}
