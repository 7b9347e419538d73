import { hostPolicy } from './page.ts'

/**
 * What a host should say with every answer. The policy stands in each page too; here it holds for the other files as
 * well, and these two can be said in a header only.
 */
const headersFor = (outside: string | undefined): readonly (readonly [string, string])[] => [
  ['Content-Security-Policy', `${hostPolicy(outside)}; frame-ancestors 'none'`],
  ['X-Content-Type-Options', 'nosniff'],
  ['Referrer-Policy', 'no-referrer'],
  // Old enough to survive a rush, young enough that an update is seen at once.
  ['Cache-Control', 'public, max-age=60'],
]

/** The same headers for hosts that read `_headers`, for nginx and for Caddy; they travel with the bundle. */
export function hostingFiles(outside: string | undefined): readonly (readonly [string, Uint8Array])[] {
  const headers = headersFor(outside)
  const lines = (line: (name: string, value: string) => string): string =>
    headers.map(([name, value]) => line(name, value)).join('')
  return [
    ['_headers', `/*\n${lines((name, value) => `  ${name}: ${value}\n`)}`],
    [
      'hosting/nginx.conf',
      `# Inside a server block; the folder is the one that "anlauf site push" names "current".
charset utf-8;
index index.html;
autoindex off;
${lines((name, value) => `add_header ${name} "${value}" always;\n`)}`,
    ],
    [
      'hosting/Caddyfile',
      `# Inside a site block: import it, or copy the lines.
header {
${lines((name, value) => `\t${name} "${value}"\n`)}}
file_server
`,
    ],
  ].map(([path = '', text = '']) => [path, Buffer.from(text)] as const)
}
