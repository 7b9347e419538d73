import { isUtf8 } from 'node:buffer'

import { isBytecode } from './bytecode.ts'
import { type ClassReader, constant, constantKinds, number, skip, textOf } from './constant-pool.ts'

/**
 * What attributes hold (JVMS 4.7), a letter each: `i` a constant, `o` a constant or none, `n` and `b` numbers of two and one
 * bytes, `*(…)` and `+(…)` lists with a count of two and one bytes, `A` an annotation, `V` a value of one, `@` attributes.
 */
const layouts = new Map(
  Object.entries({
    AnnotationDefault: 'V',
    BootstrapMethods: '*(i*(i))',
    ConstantValue: 'i',
    Deprecated: '',
    EnclosingMethod: 'io',
    Exceptions: '*(i)',
    InnerClasses: '*(ioon)',
    LineNumberTable: '*(nn)',
    LocalVariableTable: '*(nniin)',
    LocalVariableTypeTable: '*(nniin)',
    MethodParameters: '+(on)',
    Module: 'ino*(ino)*(in*(i))*(in*(i))*(i)*(i*(i))',
    ModuleMainClass: 'i',
    ModulePackages: '*(i)',
    NestHost: 'i',
    NestMembers: '*(i)',
    PermittedSubclasses: '*(i)',
    Record: '*(ii@)',
    RuntimeInvisibleAnnotations: '*(A)',
    RuntimeInvisibleParameterAnnotations: '+(*(A))',
    RuntimeVisibleAnnotations: '*(A)',
    RuntimeVisibleParameterAnnotations: '+(*(A))',
    Signature: 'i',
    SourceFile: 'i',
    Synthetic: '',
  }),
)

const maxDepth = 16

/** A list of attributes, each as long as it says. */
export function readAttributes(reader: ClassReader, depth: number): void {
  if (depth > maxDepth) reader.torn ??= 'attributes in attributes without an end'
  const count = number(reader, 2)
  for (let place = 0; place < count && reader.torn === undefined; place += 1) {
    const name = constant(reader, { kind: constantKinds.utf8 })
    const length = number(reader, 4)
    const end = reader.at + length
    if (end > reader.buffer.length) reader.torn ??= 'an attribute is longer than the file'
    if (reader.torn !== undefined) return
    readAttribute(reader, { name: textOf(reader, name), end, depth })
    if (reader.torn === undefined && reader.at !== end)
      reader.torn = 'an attribute has another length than it says'
  }
}

function readAttribute(
  reader: ClassReader,
  { name, end, depth }: { name: string; end: number; depth: number },
): void {
  const layout = layouts.get(name)
  if (layout !== undefined) return void readLayout(reader, layout, depth)
  if (name === 'Code') return readCode(reader, depth)
  if (name === 'StackMapTable') return readFrames(reader)
  const content = reader.buffer.subarray(reader.at, end)
  reader.at = end
  if (name !== 'SourceDebugExtension') reader.opaque += content.length
  else if (!isUtf8(content)) reader.torn = 'a text is unreadable'
}

/** Reads what the letters say, and returns where they end. */
function readLayout(reader: ClassReader, layout: string, depth: number, from = 0): number {
  let place = from
  for (; place < layout.length && layout[place] !== ')'; place += 1) {
    const letter = layout[place]
    if (letter === '*' || letter === '+') {
      const end = endOfList(layout, place + 1)
      const count = number(reader, letter === '*' ? 2 : 1)
      for (let item = 0; item < count && reader.torn === undefined; item += 1)
        readLayout(reader, layout, depth, place + 2)
      place = end
    } else readItem(reader, letter, depth)
  }
  return place
}

function endOfList(layout: string, open: number): number {
  let nesting = 0
  for (let place = open; place < layout.length; place += 1) {
    if (layout[place] === '(') nesting += 1
    if (layout[place] === ')') nesting -= 1
    if (nesting === 0) return place
  }
  return layout.length
}

function readItem(reader: ClassReader, letter: string | undefined, depth: number): void {
  if (letter === 'i' || letter === 'o') constant(reader, { isOptional: letter === 'o' })
  else if (letter === 'n') skip(reader, 2)
  else if (letter === 'b') skip(reader, 1)
  else if (letter === 'A') readLayout(reader, 'i*(iV)', depth)
  else if (letter === 'V') readValue(reader, depth + 1)
  else readAttributes(reader, depth + 1)
}

/** Values of annotations (JVMS 4.7.16.1) by the letter in front of them. */
function readValue(reader: ClassReader, depth: number): void {
  if (depth > maxDepth) reader.torn ??= 'annotations in annotations without an end'
  if (reader.torn !== undefined) return
  const kind = String.fromCharCode(number(reader, 1))
  const layout = 'BCDFIJSZsc'.includes(kind) ? 'i' : { e: 'ii', '@': 'A', '[': '*(V)' }[kind]
  if (layout === undefined) reader.torn ??= 'a value of an annotation is unreadable'
  else readLayout(reader, layout, depth)
}

function readCode(reader: ClassReader, depth: number): void {
  skip(reader, 2)
  const [locals, length, start] = [number(reader, 2), number(reader, 4), reader.at]
  skip(reader, length)
  if (reader.torn !== undefined) return
  if (length === 0 || !isBytecode(reader, start, length, locals)) {
    reader.at = start
    reader.torn = 'instructions of a method are none'
    return
  }
  readLayout(reader, '*(nnno)', depth)
  readAttributes(reader, depth + 1)
}

/** The types of variables at the places that are jumped to (JVMS 4.7.4). */
function readFrames(reader: ClassReader): void {
  const count = number(reader, 2)
  for (let frame = 0; frame < count && reader.torn === undefined; frame += 1) {
    const kind = number(reader, 1)
    if (kind >= 128 && kind < 247) reader.torn ??= 'a frame is unreadable'
    if (kind >= 247) skip(reader, 2)
    if ((kind >= 64 && kind < 128) || kind === 247) readTypes(reader, 1)
    if (kind > 251 && kind < 255) readTypes(reader, kind - 251)
    if (kind === 255) {
      readTypes(reader, number(reader, 2))
      readTypes(reader, number(reader, 2))
    }
  }
}

function readTypes(reader: ClassReader, count: number): void {
  for (let place = 0; place < count && reader.torn === undefined; place += 1) {
    const kind = number(reader, 1)
    if (kind > 8) reader.torn ??= 'a type is unreadable'
    if (kind === 7) constant(reader)
    if (kind === 8) skip(reader, 2)
  }
}
