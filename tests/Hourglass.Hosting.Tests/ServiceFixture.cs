using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Service;

namespace Hourglass.Hosting.Tests;

/// <summary>The example as it is, on a port of its own: it trains its model first.</summary>
public sealed class ServiceFixture : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "hourglass-" + Path.GetRandomFileName());

    public WebApplication App { get; private set; } = null!;

    public HttpClient Client { get; } = new();

    public string Run => Path.Combine(_folder, "run");

    public async ValueTask InitializeAsync()
    {
        App = ScoreApp.Build(["--run", Run, "--urls", "http://127.0.0.1:0"]);
        await App.StartAsync();
        Client.BaseAddress = new Uri(
            App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
