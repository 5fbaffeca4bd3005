using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Hourglass.Compiler;
using TorchSharp;

namespace Hourglass.Cli.InMemory;

/// <summary>
/// Compiled models in a folder of the user's, by the digest of all that went into them: an unchanged file starts without the C# compiler.
/// What lies there is code, so that only a folder and files that nobody else may write to are used. Whatever fails here (a full disk, a
/// folder without rights, a damaged file) costs the time of compiling anew, and nothing else.
/// </summary>
/// <param name="folder">The folder, made when something is kept.</param>
internal sealed class ModelCache(string folder)
{
    /// <summary>Models that are kept; the ones that were not used for longest go first.</summary>
    public const int Capacity = 256;

    /// <summary>The variable that names another folder; empty for no cache.</summary>
    public const string Variable = "HOURGLASS_CACHE";

    private const UnixFileMode Others = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The user's cache; null where the user wants none or has no folder.</summary>
    public static ModelCache? OfUser()
    {
        var named = Environment.GetEnvironmentVariable(Variable);
        var path = named ?? UserFolder();
        return path.Length == 0 ? null : new ModelCache(Path.GetFullPath(path));
    }

    /// <summary>A name for a model's C#, what it is compiled against, and what compiles it.</summary>
    public static string Key(ModelOutput output)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        string[] parts =
        [
            Environment.Version.ToString(),
            .. new[] { typeof(ModelCache), typeof(Autoencoder), typeof(torch) }.Select(type => $"{type.Module.ModuleVersionId}"),
            output.TypeName,
            .. output.Sources,
        ];
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
            digest.AppendData(length);
            digest.AppendData(bytes);
        }

        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }

    /// <summary>The assembly of a key; null where there is none that can be trusted.</summary>
    public byte[]? Find(string key)
    {
        try
        {
            var path = PathOf(key);
            if (!File.Exists(path) || !IsOwn(folder) || !IsOwn(path))
            {
                return null;
            }

            var content = File.ReadAllBytes(path);
            if (content.Length < SHA256.HashSizeInBytes)
            {
                return null;
            }

            var image = content.AsSpan(SHA256.HashSizeInBytes..);
            if (!content.AsSpan(..SHA256.HashSizeInBytes).SequenceEqual(SHA256.HashData(image)))
            {
                return null;
            }

            File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
            return image.ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Keeps an assembly. Another process that keeps the same is not disturbed.</summary>
    public void Keep(string key, ReadOnlySpan<byte> image)
    {
        var path = PathOf(key);
        var draft = $"{path}.{Environment.ProcessId}";
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, Own);
            }

            using (var file = new FileStream(draft, FileMode.Create, FileAccess.Write))
            {
                file.Write(SHA256.HashData(image));
                file.Write(image);
            }

            File.Move(draft, path, overwrite: true);
            foreach (var old in new DirectoryInfo(folder).EnumerateFiles().OrderByDescending(file => file.LastWriteTimeUtc).Skip(Capacity))
            {
                old.Delete();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Discard(draft);
        }
    }

    private static void Discard(string draft)
    {
        try
        {
            File.Delete(draft);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder is not ours to write to: there is no draft either.
        }
    }

    private static bool IsOwn(string path) => OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Others) == 0;

    private static string UserFolder()
    {
        if (OperatingSystem.IsWindows() || OperatingSystem.IsMacOS())
        {
            var local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
            return local.Length == 0 ? "" : Path.Combine(local, "hourglass", "models");
        }

        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (!string.IsNullOrEmpty(cache))
        {
            return Path.Combine(cache, "hourglass", "models");
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length == 0 ? "" : Path.Combine(home, ".cache", "hourglass", "models");
    }

    private string PathOf(string key) => Path.Combine(folder, key + ".model");
}
