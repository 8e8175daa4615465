import { ZONE_HEAD } from './zone-cases'

/** Whole files, for what the head decides. */
export const validZones: readonly string[] = [
  '$TTL 300\n@ SOA ns.elsewhere.test. host@master 1 2 3 4 5\n@ NS under_score.\n',
  '$TTL 300\n@ SOA ns_1.elsewhere.test. hostmaster 1 2 3 4 5\n@ NS ns.elsewhere.test.\n',
  ZONE_HEAD,
  ZONE_HEAD.replaceAll('\n', '\r\n'),
  ZONE_HEAD.replaceAll('\n', '\r'),
  `${ZONE_HEAD}$TTL 5\r`,
  // Refused where it is written out: the owner is no hash.
  `${ZONE_HEAD}$GENERATE 1-2 h$ NSEC3 "1 0 0 - 2t7b4g4vsa5smi47k61mv5bv1a22bojr"\n`,
  `${ZONE_HEAD}www TXT "a"`,
  '@ 300 SOA ns.elsewhere.test. hostmaster.example.org. 1 2 3 4 5\n@ NS ns.elsewhere.test.\n',
  '@ SOA ns.elsewhere.test. hostmaster.example.org. 1 2 3 4 5\n@ NS ns.elsewhere.test.\n',
  'example.org. 1d IN SOA ns.elsewhere.test. hostmaster.example.org. (\n 1 ; serial\n 1h ; refresh\n 15m\n 1w\n 5m )\n NS ns.elsewhere.test.\n',
  '$TTL 300\n@ SOA ns.elsewhere.test. host\\.master.example.org. 1 2 3 4 5\n NS ns.elsewhere.test.\nwww A 192.0.2.1',
  '$TTL 300\n@ NS ns.elsewhere.test.\n@ SOA ns.elsewhere.test. . 1 2 3 4 5\n',
  '@ 300 SOA ns.elsewhere.test. hostmaster 1 2 3 4 5\n NS ns.elsewhere.test.\nwww A 192.0.2.1\nftp 60 A 192.0.2.1\nx A 192.0.2.1\n',
]

export const invalidZones: readonly string[] = [
  '',
  '\n; nothing\n',
  '$TTL 300\n@ NS ns.elsewhere.test.\n',
  '$TTL 300\n@ SOA ns.elsewhere.test. hostmaster 1 2 3 4 5\n',
  '@ NS ns.elsewhere.test.\n@ SOA ns.elsewhere.test. hostmaster 1 2 3 4 5\n',
  '$TTL 300\n SOA ns.elsewhere.test. hostmaster 1 2 3 4 5\n@ NS ns.elsewhere.test.\n',
  '$TTL 300\n@ SOA ns.elsewhere.test. hostmaster 1 2 3 4\n@ NS ns.elsewhere.test.\n',
  '$TTL 300\n@ SOA ns.elsewhere.test. hostmaster 1 2 3 4 5 6\n@ NS ns.elsewhere.test.\n',
  '$TTL 300\n@ SOA ns.elsewhere.test. hostmaster 4294967296 2 3 4 5\n@ NS ns.elsewhere.test.\n',
  '$TTL 300\n@ SOA ns.elsewhere.test. hostmaster one 2 3 4 5\n@ NS ns.elsewhere.test.\n',
  '$TTL 300\nother.test. SOA ns.elsewhere.test. hostmaster 1 2 3 4 5\n@ NS ns.elsewhere.test.\n',
  // BIND takes no directive that the end of the file cuts off.
  `${ZONE_HEAD}$TTL 5`,
  `${ZONE_HEAD}$ORIGIN sub`,
  `${ZONE_HEAD}$GENERATE 1-2 h$ A 192.0.2.$`,
  `${ZONE_HEAD}$DATE 20240101000000`,
  // Nor a backslash there.
  `${ZONE_HEAD}x EUI48 00-00-5e-00-53-2a\\`,
]
