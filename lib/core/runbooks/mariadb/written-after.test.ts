import { expect, it } from 'vitest'
import { parseWrittenAfter } from './written-after'

const OUTPUT = `#261125 18:20:40 server id 10  end_log_pos 1034 CRC32 0x0 	GTID 0-10-101 trans
### INSERT INTO \`askproai\`.\`orders\`
### SET
###   @1=7
###   @2='late'
#261125 18:20:41 server id 10  end_log_pos 1534 CRC32 0x0 	GTID 0-10-102 ddl
#261125 18:20:42 server id 10  end_log_pos 1634 CRC32 0x0 	GTID 0-10-103 trans
### UPDATE \`askproai\`.\`heartbeat\`
### WHERE
###   @1='GTID 0-1-1 '`

it('lists each transaction with what it changed', () => {
  expect(parseWrittenAfter(OUTPUT)).toEqual([
    { gtid: '0-10-101', changes: ["INSERT INTO askproai.orders @1=7 @2='late'"] },
    { gtid: '0-10-102', changes: [] },
    { gtid: '0-10-103', changes: ["UPDATE askproai.heartbeat @1='GTID 0-1-1 '"] },
  ])
})

it('finds nothing in a log that ends there', () => {
  expect(parseWrittenAfter('')).toEqual([])
})
