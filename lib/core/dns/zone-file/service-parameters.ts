import type { DataField } from './data-fields'
import { ByteCursor, fitting } from './data-reader'
import { readServiceParameter } from './service-parameter-text'
import { checkServiceValue, type ServiceParameter, writeServiceParameter } from './service-values'
import { ZoneFault } from './zone-fault'

/** Parameters of SVCB and HTTPS (RFC 9460), written in the order of their keys. */
export const serviceParameters: DataField = {
  fromTokens(cursor) {
    const found: ServiceParameter[] = []
    while (cursor.hasMore()) found.push(readServiceParameter(cursor.nextPair('a parameter')))
    fitting(
      found,
      found.reduce((sum, { bytes }) => sum + 4 + bytes.length, 0),
    )
    return written(found.toSorted((one, other) => one.key - other.key))
  },
  fromBytes(cursor) {
    const found: ServiceParameter[] = []
    while (cursor.hasMore()) {
      const key = cursor.takeNumber(2)
      const parameter = { key, bytes: cursor.take(cursor.takeNumber(2)) }
      if (key < (found.at(-1)?.key ?? 0)) throw fault('the parameters are not in the order of their keys')
      checkServiceValue(parameter)
      found.push(parameter)
    }
    return written(found)
  },
}

/** `sorted` by key. */
function written(sorted: readonly ServiceParameter[]): string {
  const keys = new Set(sorted.map(({ key }) => key))
  if (keys.size < sorted.length) throw fault('a parameter is given twice')
  const mandatory = sorted.find(({ key }) => key === MANDATORY)
  if (mandatory) {
    const cursor = new ByteCursor(mandatory.bytes)
    while (cursor.hasMore()) {
      const key = cursor.takeNumber(2)
      if (key === MANDATORY) throw fault('mandatory names itself')
      if (!keys.has(key)) throw fault('a mandatory parameter is missing')
    }
  }
  if (keys.has(NO_DEFAULT_ALPN) && !keys.has(ALPN)) throw fault('no-default-alpn stands without alpn')
  return sorted.map(writeServiceParameter).join(' ')
}

const MANDATORY = 0
const ALPN = 1
const NO_DEFAULT_ALPN = 2

function fault(reason: string): ZoneFault {
  return new ZoneFault(reason, 'See RFC 9460, section 2.2: each key once, and what mandatory names.')
}
