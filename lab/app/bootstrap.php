<?php

declare(strict_types=1);

/**
 * What the web routes and the queue worker share: configuration of this host, database, cache and queue.
 * The configuration is read anew by every request, so re-pointing the database needs no restart.
 */
final class Host
{
    private static ?array $config = null;

    public static function config(string $key): mixed
    {
        self::$config ??= require getenv('APP_CONFIG');

        return self::$config[$key];
    }

    public static function forget(): void
    {
        self::$config = null;
    }
}

final class Database
{
    private static ?PDO $connection = null;

    /** TLS, with the server's certificate verified. Gives up after a second rather than wait for a hung server. */
    public static function connection(): PDO
    {
        return self::$connection ??= new PDO(
            sprintf('mysql:host=%s;port=%d;dbname=askproai;charset=utf8mb4', Host::config('DB_HOST'), Host::config('DB_PORT')),
            Host::config('DB_USERNAME'),
            Host::config('DB_PASSWORD'),
            [
                PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
                PDO::ATTR_TIMEOUT => 1,
                PDO::MYSQL_ATTR_SSL_CA => Host::config('DB_SSL_CA'),
                PDO::MYSQL_ATTR_SSL_VERIFY_SERVER_CERT => true,
            ],
        );
    }

    public static function execute(string $sql, array $values = []): PDOStatement
    {
        $statement = self::connection()->prepare($sql);
        $statement->execute($values);

        return $statement;
    }

    public static function forget(): void
    {
        self::$connection = null;
    }
}

final class Cache
{
    private static ?RedisCluster $connection = null;

    public static function connection(): RedisCluster
    {
        return self::$connection ??= new RedisCluster(
            null,
            Host::config('REDIS_SEEDS'),
            1.0,
            1.0,
            false,
            Host::config('REDIS_PASSWORD'),
        );
    }

    public static function forget(): void
    {
        self::$connection = null;
    }
}

/** Laravel's keys for its Redis queue, so that whatever knows Horizon reads this queue too. */
final class Queue
{
    private const PREFIX = 'laravel_database_queues:';

    public static function key(string $queue, string $part = ''): string
    {
        return self::PREFIX . $queue . ($part === '' ? '' : ':' . $part);
    }

    public static function push(string $queue, string $job, array $data): string
    {
        $uuid = bin2hex(random_bytes(16));
        Cache::connection()->rPush(self::key($queue), self::payload($uuid, $job, $data));

        return $uuid;
    }

    public static function depth(string $queue): int
    {
        return (int) Cache::connection()->lLen(self::key($queue));
    }

    private static function payload(string $uuid, string $job, array $data): string
    {
        return json_encode([
            'uuid' => $uuid,
            'displayName' => $job,
            'job' => 'Illuminate\\Queue\\CallQueuedHandler@call',
            'maxTries' => 3,
            'timeout' => 60,
            'data' => ['commandName' => $job, 'command' => $data],
            'attempts' => 0,
            'pushedAt' => microtime(true),
        ], JSON_THROW_ON_ERROR);
    }
}
