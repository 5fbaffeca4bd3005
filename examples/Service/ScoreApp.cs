using System.Text.Json;
using Hourglass.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Service;

/// <summary>The web application: <c>POST /score</c>, <c>GET /health</c>.</summary>
public static class ScoreApp
{
    /// <summary>The largest body that is read: 64 images of 784 numbers with up to 16 digits fit.</summary>
    private const long MostBytes = 1 << 20;

    /// <summary>Puts it together; trains the model first where <c>--run</c> (default <c>runs/service</c>) has none.</summary>
    /// <param name="args">The command line: <c>--run FOLDER</c>, and ASP.NET's own such as <c>--urls</c>.</param>
    /// <exception cref="Hourglass.HourglassException">The model cannot be trained or read.</exception>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        var run = builder.Configuration["run"] ?? "runs/service";
        var trained = TrainedDigits.In(run);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = MostBytes);
        builder.Services.AddProblemDetails(options => options.CustomizeProblemDetails = Explain);
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        builder.Services.AddAutoencoder<DigitScores>(run);
        builder.Services.AddSingleton(trained);
        builder.Services.AddSingleton<ScoreQueue>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ScoreQueue>());
        builder.Services.AddHealthChecks().AddCheck<ModelHealth>("model");
        var app = builder.Build();
        app.Services.GetRequiredService<AutoencoderPool<DigitScores>>().Warm();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = error => error is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError,
            SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException,
        });
        app.UseStatusCodePages();
        app.MapHealthChecks("/health");
        app.MapPost("/score", Score);
        return app;
    }

    private static async Task<IResult> Score(ScoreRequest request, ScoreQueue queue, TrainedDigits trained, CancellationToken cancellation)
    {
        if (request.Fault() is { } fault)
        {
            return Results.Problem(fault, statusCode: StatusCodes.Status400BadRequest, title: "The images cannot be scored.");
        }

        if (await queue.ScoreAsync(request.Images!, cancellation) is not { } scores)
        {
            return Results.Problem("Too many requests wait; try again in a second.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        return Results.Ok(new ScoreResponse(scores, trained.Threshold, [.. scores.Select(score => score > trained.Threshold)]));
    }

    /// <summary>A body that is no such JSON is its sender's to mend: where it is wrong is told. Of other errors nothing is.</summary>
    private static void Explain(ProblemDetailsContext context)
    {
        if (context.Exception is BadHttpRequestException bad)
        {
            context.ProblemDetails.Detail = bad.InnerException is JsonException json ? json.Message : bad.Message;
        }
    }

    /// <summary>Healthy as long as the model scores an empty image.</summary>
    private sealed class ModelHealth(AutoencoderPool<DigitScores> pool) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            var scores = await pool.RunAsync(model => Scorer.Score(model, [new float[ScoreRequest.Pixels]]), cancellationToken);
            return float.IsFinite(scores[0])
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("The score of an image is no number.");
        }
    }
}
