using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Hourglass.Datasets;
using Microsoft.Extensions.DependencyInjection;
using Service;
using static TorchSharp.torch;

namespace Hourglass.Hosting.Tests;

/// <summary>The example Service over HTTP: scores, health, limits, and what is said of wrong requests.</summary>
public class ServiceTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    private static readonly float[] Blank = new float[ScoreRequest.Pixels];

    [Fact]
    public async Task Digits_are_ordinary_and_noise_is_strange()
    {
        var random = new Random(1);
        float[][] images = [.. Digits(8), [.. Blank.Select(_ => random.NextSingle())]];
        var answer = await Score(images);
        Assert.Equal(images.Length, answer.Scores.Length);
        Assert.InRange(answer.Strange.Count(strange => strange), 1, 2);
        Assert.True(answer.Strange[^1]);
        Assert.All(answer.Scores.Zip(answer.Strange), pair => Assert.Equal(pair.First > answer.Threshold, pair.Second));
    }

    /// <summary>Requests that wait together are one batch, and each gets its own scores.</summary>
    [Fact]
    public async Task Many_at_once_are_batched_and_keep_apart()
    {
        var digits = Digits(48);
        var alone = new List<float>();
        foreach (var digit in digits.Take(4))
        {
            alone.Add((await Score([digit])).Scores[0]);
        }

        var queue = service.App.Services.GetRequiredService<ScoreQueue>();
        var before = queue.Batches;
        var answers = await Task.WhenAll(digits.Select(digit => Score([digit])));
        Assert.InRange(queue.Batches - before, 1, digits.Length);
        Assert.All(alone.Zip(answers), pair => Assert.Equal(pair.First, pair.Second.Scores[0], pair.First * 1e-4));
        Assert.Equal(digits.Length, answers.Select(answer => answer.Scores[0]).Distinct().Count());
    }

    [Fact]
    public async Task It_is_healthy()
    {
        using var answer = await service.Client.GetAsync("/health", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("Healthy", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("{}", 400, "'images' is a list of 1 to 64 images; found none.")]
    [InlineData("{\"images\": []}", 400, "'images' is a list of 1 to 64 images; found 0.")]
    [InlineData("{\"images\": [[1, 2]]}", 400, "Image 0 (counted from 0) has 2 numbers; an image has 784, row by row.")]
    [InlineData("{\"images\": [null]}", 400, "Image 0 (counted from 0) has 0 numbers; an image has 784, row by row.")]
    [InlineData("{\"images\": [[1, ", 400, "Path: $.images[0][1] | LineNumber: 0")]
    [InlineData("{\"images\": \"all\"}", 400, "Path: $.images | LineNumber: 0")]
    public async Task A_wrong_request_is_told_what_is_wrong(string body, int status, string expected)
    {
        var (found, detail) = await Refused(body);
        Assert.Equal(status, (int)found);
        Assert.Contains(expected, detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_outside_its_range_is_named()
    {
        float[] image = [.. Blank];
        image[30] = 1.5f;
        var (status, detail) = await Refused(JsonSerializer.Serialize(new { images = new[] { Blank, image } }));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("Image 1 has 1.5 at 30 (counted from 0); grey values are from 0 to 1.", detail);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_not_read()
    {
        var (status, _) = await Refused($"{{\"images\": [[{string.Join(',', Enumerable.Repeat("0.12345678", 200_000))}]]}}");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
    }

    private async Task<ScoreResponse> Score(float[][] images)
    {
        using var answer = await service.Client.PostAsJsonAsync("/score", new { images }, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<ScoreResponse>(TestContext.Current.CancellationToken))!;
    }

    private async Task<(HttpStatusCode Status, string Detail)> Refused(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await service.Client.PostAsync("/score", content, TestContext.Current.CancellationToken);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return (answer.StatusCode, problem.TryGetProperty("detail", out var detail) ? detail.GetString()! : "");
    }

    private static float[][] Digits(int count)
    {
        using var data = Dataset.Digits(count, 0, seed: 5);
        using var bound = data.Bind([new DataField("x", Domain.Unit, 0, [ScoreRequest.Pixels], false)]);
        using var places = arange(count, ScalarType.Int64);
        using var batch = bound.TrainBatch(places);
        float[] values = [.. batch["x"].data<float>()];
        return [.. values.Chunk(ScoreRequest.Pixels)];
    }
}
