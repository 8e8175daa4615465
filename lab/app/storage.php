<?php

declare(strict_types=1);

/** The S3 bucket of uploads, asked with a signed request (AWS signature version 4). */
final class Storage
{
    /** True when the bucket exists and lets this host in. */
    public static function isReachable(): bool
    {
        $context = stream_context_create(['http' => [
            'method' => 'HEAD',
            'header' => self::signedHeaders('/' . Host::config('AWS_BUCKET')),
            'timeout' => 1.0,
            'ignore_errors' => true,
        ]]);
        $url = 'http://' . Host::config('AWS_HOST') . '/' . Host::config('AWS_BUCKET');
        $headers = @get_headers($url, false, $context);

        return $headers !== false && str_contains($headers[0], ' 200 ');
    }

    private static function signedHeaders(string $path): array
    {
        $stamp = gmdate('Ymd\THis\Z');
        $scope = substr($stamp, 0, 8) . '/us-east-1/s3/aws4_request';
        $bodyHash = hash('sha256', '');
        $headers = [
            'host' => Host::config('AWS_HOST'),
            'x-amz-content-sha256' => $bodyHash,
            'x-amz-date' => $stamp,
        ];
        $names = implode(';', array_keys($headers));
        $lines = implode('', array_map(fn ($name, $value) => "$name:$value\n", array_keys($headers), $headers));
        $request = "HEAD\n$path\n\n$lines\n$names\n$bodyHash";
        $text = "AWS4-HMAC-SHA256\n$stamp\n$scope\n" . hash('sha256', $request);
        $key = array_reduce(
            explode('/', $scope),
            fn ($key, $part) => hash_hmac('sha256', $part, $key, true),
            'AWS4' . Host::config('AWS_SECRET_ACCESS_KEY'),
        );
        $signature = hash_hmac('sha256', $text, $key);
        $credential = Host::config('AWS_ACCESS_KEY_ID') . '/' . $scope;

        return [
            "Authorization: AWS4-HMAC-SHA256 Credential=$credential, SignedHeaders=$names, Signature=$signature",
            "x-amz-content-sha256: $bodyHash",
            "x-amz-date: $stamp",
        ];
    }
}
