import {
  type Application,
  type ApplicationText,
  buildApplication,
  buildRouteMap,
  type Command,
  help,
  type RouteMap,
  text_en,
  version,
} from '@stricli/core'

import type { AnlaufContext } from './context.ts'
import type { Language } from './flags/language.ts'
import { noSuchCommand } from './terminal/argument-words.ts'
import { argumentErrorLines, errorLines } from './terminal/error-text.ts'
import { stopWords } from './terminal/stop-words.ts'

/** A command, or a word with commands below it. */
export type Chapter = RouteMap<AnlaufContext> | Command<AnlaufContext>

/** A command line of the given chapters: errors as message, hint and code, help and version alike in all. */
export function application(chapters: Readonly<Record<string, Chapter>>): Application<AnlaufContext> {
  const routes = buildRouteMap<string, AnlaufContext>({
    docs: { brief: 'From the first minute of a ransomware attack to the last customer back at work' },
    routes: chapters,
  })
  const configuration = {
    name: 'anlauf',
    scanner: { caseStyle: 'allow-kebab-for-camel' },
    documentation: { caseStyle: 'convert-camel-to-kebab', disableAnsiColor: true },
    localization: {
      defaultLocale: 'en',
      loadText: (locale: string) => textIn(locale === 'de' ? 'de' : 'en'),
    },
  } as const
  // The library's own set would take -H, which is restic's --host.
  return buildApplication<AnlaufContext>(routes, configuration, {
    help: help({
      brief: text_en.briefs.help,
      defaultForRouteMap: true,
      // With twenty flags a full usage line is a wall; the list below it names them all.
      formatting: {
        caseStyle: 'convert-camel-to-kebab',
        useAliasInUsageLine: false,
        onlyRequiredInUsageLine: true,
      },
    }),
    version: version({ brief: text_en.briefs.version, info: { currentVersion: '0.1.0' } }),
  })
}

/** Complaints in the language of whoever typed; help and headings are English. */
function textIn(language: Language): ApplicationText {
  const { error, whatToDo, commands } = stopWords[language]
  return {
    ...text_en,
    noCommandRegisteredForInput(args) {
      const what = language === 'de' ? noSuchCommand(args) : text_en.noCommandRegisteredForInput(args)
      return `${error}: ${what}\n${whatToDo}: ${commands}`
    },
    exceptionWhileRunningCommand: (thrown) => errorLines(thrown, language).join('\n'),
    exceptionWhileParsingArguments: (thrown) => argumentErrorLines(thrown, language).join('\n'),
  }
}
