using Hourglass.Generators;

namespace Hourglass.Generators.Tests;

/// <summary>What follows from where a file lies.</summary>
public sealed class ProjectPathTests
{
    private static readonly HostOptions Options = new("My.App", "/repo/App", LineDirectives: true, MapPaths: false);

    [Theory]
    [InlineData("/repo/App/vae.ae", "My.App", "vae.M")]
    [InlineData("/repo/App/Models/Small/vae.ae", "My.App.Models.Small", "Models.Small.vae.M")]
    [InlineData("/repo/App/2d models/vae.ae", "My.App._2d_models", "2d_models.vae.M")]
    [InlineData("/repo/App/a/../b/vae.ae", "My.App.b", "b.vae.M")]
    [InlineData("/elsewhere/Models/vae.ae", "My.App", "vae.M")]
    [InlineData("/repo/Application/vae.ae", "My.App", "vae.M")]
    [InlineData("\\repo\\App\\Models\\vae.AE", "My.App.Models", "Models.vae.M")]
    public void Namespace_and_hint_follow_the_folders(string path, string name, string hint)
    {
        Assert.Equal(name, ProjectPath.Namespace(Options, path));
        Assert.Equal(hint, ProjectPath.Hint(Options, path, "M"));
    }

    [Fact]
    public void A_root_namespace_that_is_no_name_becomes_one() =>
        Assert.Equal("my_app._3d", ProjectPath.Namespace(Options with { RootNamespace = "my-app.3d" }, "/repo/App/vae.ae"));

    [Fact]
    public void Without_a_root_namespace_the_folders_remain() =>
        Assert.Equal("Models", ProjectPath.Namespace(Options with { RootNamespace = "" }, "/repo/App/Models/vae.ae"));

    [Theory]
    [InlineData("/repo/App/a/vae.ae", "widths.ae", "/repo/App/a/widths.ae")]
    [InlineData("/repo/App/a/vae.ae", "../widths.ae", "/repo/App/widths.ae")]
    [InlineData("/repo/App/a/vae.ae", "./b\\widths.ae", "/repo/App/a/b/widths.ae")]
    [InlineData("C:\\repo\\vae.ae", "../widths.ae", "C:/widths.ae")]
    public void An_import_is_relative_to_its_file(string importer, string import, string expected) =>
        Assert.Equal(expected, ProjectPath.Resolve(importer, import));

    [Fact]
    public void Line_directives_name_no_folder_of_the_machine_in_a_build_for_others()
    {
        Assert.Equal("/repo/App/a/vae.ae", ProjectPath.ForLineDirectives(Options, "/repo/App/a/vae.ae"));
        Assert.Equal("/_/a/vae.ae", ProjectPath.ForLineDirectives(Options with { MapPaths = true }, "/repo/App/a/vae.ae"));
        Assert.Equal("/_/vae.ae", ProjectPath.ForLineDirectives(Options with { MapPaths = true }, "/home/me/vae.ae"));
        Assert.Null(ProjectPath.ForLineDirectives(Options with { LineDirectives = false }, "/repo/App/a/vae.ae"));
    }
}
