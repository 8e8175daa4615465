import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { MissingBinaryError } from '@/lab/debian/locate-binary'
import type { Lab } from '@/lab/lab'

/** In the order in which they must load: redis builds on igbinary, pdo_mysql on the other two. */
const EXTENSIONS = ['mysqlnd', 'pdo', 'pdo_mysql', 'igbinary', 'redis'] as const

/** Command line options that stand in for the configuration files which only an installed package has. */
export function phpOptions(lab: Lab): string[] {
  const folder = extensionFolder(lab)
  const has = (name: string) => existsSync(join(folder, `${name}.so`))
  const options = [
    `extension_dir=${folder}`,
    ...EXTENSIONS.filter(has).map((name) => `extension=${name}.so`),
    ...(has('opcache') ? ['zend_extension=opcache.so', 'opcache.revalidate_freq=0'] : []),
    'mysqlnd.net_read_timeout=2',
    'default_socket_timeout=2',
    'expose_php=0',
    'display_errors=0',
    'log_errors=1',
    'memory_limit=64M',
    'date.timezone=UTC',
  ]
  return ['-n', ...options.flatMap((option) => ['-d', option])]
}

function extensionFolder(lab: Lab): string {
  for (const base of [join(lab.debianRoot, 'usr/lib/php'), '/usr/lib/php']) {
    const version = existsSync(base)
      ? readdirSync(base)
          .filter((entry) => /^\d{8}$/.test(entry))
          .sort()
          .at(-1)
      : undefined
    if (version && existsSync(join(base, version, 'redis.so'))) return join(base, version)
  }
  throw new MissingBinaryError('php extension redis.so')
}
